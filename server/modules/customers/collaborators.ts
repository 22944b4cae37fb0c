import type { Id } from '../../contract/page.ts';
import { emit } from '../../kernel/event.ts';
import { ensure } from '../../kernel/problem.ts';
import type { Work } from '../../kernel/work.ts';
import { ensureActivePeople, personRefs, setShares, sharedWith } from '../org/index.ts';
import { ensureCustomerAlive } from './customer.ts';
import { collaboratorsChanged } from './events.ts';
import { abilitiesOf } from './policy.ts';
import { lockVisibleCustomer } from './store.ts';
import { touchCustomer } from './upkeep.ts';

/** Changes who works on a customer besides its owner; `choose` gets who does now. Nothing is recorded when nothing changes. */
export const changeCollaborators = async (
  work: Work,
  customerId: Id,
  choose: (current: readonly Id[]) => readonly Id[],
): Promise<void> => {
  const customer = await lockVisibleCustomer(work, customerId);
  ensureCustomerAlive(customer);
  ensure(abilitiesOf(work.actor, customer, work.clock.now()).shareWith, 'record.not_allowed');
  const current = await sharedWith(work, 'customer', customerId);
  const wanted = [...new Set(choose(current))].filter((id) => id !== customer.ownerId);
  const added = wanted.filter((id) => !current.includes(id));
  const removed = current.filter((id) => !wanted.includes(id));
  if (added.length + removed.length === 0) return;
  await ensureActivePeople(work, added);
  await setShares(work, 'customer', customerId, wanted);
  await touchCustomer(work, customerId);
  const people = await personRefs(work, [...added, ...removed]);
  const named = (ids: Id[]) => ids.map((id) => ({ id, name: people.get(id)?.name ?? '' }));
  await emit(work, collaboratorsChanged, {
    subject: { kind: 'customer', id: customerId },
    threadId: customerId,
    payload: { customerId, name: customer.name, added: named(added), removed: named(removed) },
  });
};
