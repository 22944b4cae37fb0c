import type { Id } from '../../../contract/page.ts';
import { unscoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { setCustomerFigures, touchCustomer } from '../../customers/index.ts';
import { opportunities } from '../store.ts';

interface Sums {
  id: Id;
  count: number | string;
  open: number | string;
  won: number | string;
}

/**
 * Tells customers what their opportunities add up to. The touch comes first: it locks the customer, so that of two
 * changes below the same customer the later one adds up what the earlier one has left.
 */
export const refreshCustomers = async (work: Work, ids: readonly (Id | null)[]): Promise<void> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))].sort();
  if (wanted.length === 0) return;
  for (const id of wanted) await touchCustomer(work, id);
  const sums = new Map((await addUp(work, wanted)).map((row) => [row.id, row]));
  for (const id of wanted) {
    const { count = 0, open = 0, won = 0 } = sums.get(id) ?? {};
    await setCustomerFigures(work, id, {
      openOpportunities: Number(count),
      openAmount: Number(open),
      wonAmount: Number(won),
    });
  }
};

const addUp = (work: Work, customerIds: readonly Id[]): Promise<Sums[]> => {
  const only = (state: string, what: string) => work.db.raw(`case when state = '${state}' then ${what} else 0 end`);
  return unscoped(work, opportunities, 'the figures of a customer cover everybody who works on it')
    .where({ alive: 1 })
    .whereIn('customer_id', customerIds as Id[])
    .groupBy('customer_id')
    .select({ id: 'customer_id' })
    .sum({ count: only('open', '1'), open: only('open', 'amount'), won: only('won', 'amount') } as never) as never;
};
