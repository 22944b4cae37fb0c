import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure, Problem, required } from '../../../kernel/problem.ts';
import { insert } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { findNamesake } from '../duplicates.ts';
import { cooperationRequested } from '../events.ts';
import { abilitiesOf } from '../policy.ts';
import { cooperationRequests, type CustomerRecord } from '../store.ts';

/** Asks the owner of a customer of this name to let the actor work on it, at most once a day. */
export const askForCooperation = async (
  work: Work,
  { name, note }: { name: string; note: string },
): Promise<Record<string, never>> => {
  const requesterId = personOf(work);
  const customer = required(await findNamesake(work, name), 'customer.no_duplicate');
  const { update } = abilitiesOf(work.actor, customer, work.clock.now());
  ensure(!update, 'customer.already_yours', { name: customer.name });
  await countRequest(work, customer);
  await emit(work, cooperationRequested, {
    subject: { kind: 'customer', id: customer.id },
    threadId: customer.id,
    payload: {
      customerId: customer.id,
      customerName: customer.name,
      requesterId,
      requesterName: work.actor.name,
      ownerId: customer.ownerId,
      note,
    },
  });
  return {};
};

const countRequest = async (work: Work, customer: CustomerRecord): Promise<void> => {
  const day = work.calendar.dateOf(work.clock.now());
  try {
    await insert(work, cooperationRequests, { customerId: customer.id, requesterId: personOf(work), day });
  } catch (error) {
    if (isDuplicateKey(error)) throw new Problem('customer.cooperation_asked');
    throw error;
  }
};
