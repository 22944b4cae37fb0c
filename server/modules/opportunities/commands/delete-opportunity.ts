import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunityDeleted } from '../events.ts';
import { abilitiesOf } from '../policy.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities } from '../store.ts';
import { lockForChange } from './lock-for-change.ts';
import { refreshCustomers } from './refresh-customers.ts';

/** Moves an opportunity to the recycle bin. What is won is a fact and stays. */
export const deleteOpportunity = async (work: Work, id: Id): Promise<void> => {
  const row = await lockForChange(work, id, 'delete');
  ensure(row.pendingApprovalId === null, 'opportunity.approval_pending');
  const now = work.clock.now();
  ensure(abilitiesOf(work.actor, row, now).delete, 'record.not_allowed');
  await patch(work, opportunities, row, { deletedAt: now });
  await refreshCustomers(work, [row.customerId]);
  await emit(work, opportunityDeleted, { ...onOpportunity(row), payload: await aboutOpportunity(work, row) });
};
