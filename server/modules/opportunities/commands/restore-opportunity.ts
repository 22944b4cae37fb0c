import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { firstRow, patch } from '../../../kernel/rows.ts';
import { getScoped, unscoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { customers, ensureCustomerAlive } from '../../customers/index.ts';
import { opportunityRestored } from '../events.ts';
import { abilitiesOf } from '../policy.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities } from '../store.ts';
import { refreshCustomers } from './refresh-customers.ts';

/** Takes an opportunity back from the recycle bin within 30 days. Its customer comes first. */
export const restoreOpportunity = async (work: Work, id: Id): Promise<void> => {
  const row = await getScoped(work, opportunities, id, (query) => query.forUpdate());
  const now = work.clock.now();
  ensure(abilitiesOf(work.actor, row, now).restore, 'record.not_allowed');
  if (row.customerId) await ensureCustomerLives(work, row.customerId);
  await patch(work, opportunities, row, { deletedAt: null, touchedAt: now });
  await refreshCustomers(work, [row.customerId]);
  await emit(work, opportunityRestored, { ...onOpportunity(row), payload: await aboutOpportunity(work, row) });
};

const ensureCustomerLives = async (work: Work, customerId: Id): Promise<void> => {
  const customer = await firstRow(
    customers,
    unscoped(work, customers, 'the customer of a visible opportunity decides whether it can return')
      .where({ id: customerId })
      .forUpdate(),
  );
  ensureCustomerAlive(customer ?? { deletedAt: null });
};
