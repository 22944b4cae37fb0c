import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { ensureCustomerAlive } from '../customer.ts';
import { customerDeleted } from '../events.ts';
import { abilitiesOf } from '../policy.ts';
import { customers, lockVisibleCustomer } from '../store.ts';

/** Moves a customer to the recycle bin. Open opportunities would lose their customer, so they come first. */
export const deleteCustomer = async (work: Work, id: Id): Promise<Record<string, never>> => {
  const customer = await lockVisibleCustomer(work, id);
  ensureCustomerAlive(customer);
  ensure(abilitiesOf(work.actor, customer, work.clock.now()).delete, 'record.not_allowed');
  ensure(customer.openOpportunities === 0, 'customer.has_open_opportunities', { count: customer.openOpportunities });
  await patch(work, customers, customer, { deletedAt: work.clock.now() });
  await emit(work, customerDeleted, {
    subject: { kind: 'customer', id },
    threadId: id,
    payload: { customerId: id, name: customer.name },
  });
  return {};
};
