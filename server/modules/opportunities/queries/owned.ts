import type { Id } from '../../../contract/page.ts';
import { allRows } from '../../../kernel/rows.ts';
import { unscoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import type { OwnedRow } from '../../../ports/subjects.ts';
import { opportunities } from '../store.ts';

const why = 'a hand-over counts and names everything its person owns';

/** How many opportunities somebody owns, recycle bin included, and what their living open ones are worth. */
export const countOwned = async (work: Work, ownerId: Id): Promise<{ count: number; amount: number }> => {
  const open = work.db.raw("case when state = 'open' and alive = 1 then amount else 0 end");
  const [row] = await unscoped(work, opportunities, why)
    .where({ owner_id: ownerId })
    .count<{ count: number | string; amount: number | string | null }[]>({ count: '*' })
    .sum({ amount: open } as never);
  return { count: Number(row?.count ?? 0), amount: Number(row?.amount ?? 0) };
};

/** The next opportunities of an owner in id order, recycle bin included. */
export const listOwned = async (work: Work, ownerId: Id, after: Id | null, limit: number): Promise<OwnedRow[]> => {
  const query = unscoped(work, opportunities, why).where({ owner_id: ownerId }).orderBy('id').limit(limit);
  if (after) void query.where('id', '>', after);
  return (await allRows(opportunities, query)).map(({ id, name, amount, version, customerId }) => ({
    id,
    name,
    amount,
    version,
    customerId,
    level: null,
    openOpportunities: 0,
  }));
};
