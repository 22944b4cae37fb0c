import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import { seesOwner } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { isRestorable } from '../../../kernel/recycle-bin.ts';
import { withUniqueName } from '../duplicates.ts';
import { customerRestored } from '../events.ts';
import { customers, lockVisibleCustomer } from '../store.ts';

/** Takes a customer back from the recycle bin, unless its name has been given to another one meanwhile. */
export const restoreCustomer = async (work: Work, id: Id): Promise<Record<string, never>> => {
  const now = work.clock.now();
  const customer = await lockVisibleCustomer(work, id);
  ensure(customer.deletedAt, 'customer.not_deleted');
  ensure(seesOwner(work.actor, customer.ownerId), 'record.not_allowed');
  ensure(isRestorable(customer.deletedAt, now), 'customer.restore_expired');
  await withUniqueName(work, customer.name, () =>
    patch(work, customers, customer, { deletedAt: null, touchedAt: now }),
  );
  await emit(work, customerRestored, {
    subject: { kind: 'customer', id },
    threadId: id,
    payload: { customerId: id, name: customer.name },
  });
  return {};
};
