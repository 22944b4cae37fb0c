import { grantCooperation, getVisibleCustomer } from '../../server/modules/customers/index.ts';
import { queueMessage, recordCardState, type Message } from '../../server/modules/messages/index.ts';
import { sharedWith } from '../../server/modules/org/index.ts';
import type { Work } from '../../server/kernel/work.ts';
import { settle, type CardBody } from '../cards/card-body.ts';
import { cooperationAnswerCard, settledLabels } from '../cards/cooperation.ts';
import { subjectIdOf, type CardKind } from './card-kind.ts';

/** Keys are `allow:<requester>` and `decline:<requester>`. */
const requesterOf = (key: string): string => key.split(':')[1] ?? '';

const bodyOf = (message: Message): CardBody => {
  if (message.content.type !== 'card') throw new Error('This message is no card.');
  return message.content.card;
};

export const cooperationKind: CardKind = {
  permission: 'crm.use',
  present: async (work, message) => {
    const body = bodyOf(message);
    const requester = requesterOf(body.actions[0]?.key ?? '');
    const shared = await sharedWith(work, 'customer', subjectIdOf(message));
    if (shared.includes(requester)) return settle(body, settledLabels.allow);
    return message.settled ? settle(body, message.settled) : body;
  },
  press: async (work, message, key) => {
    const customerId = subjectIdOf(message);
    if (key.startsWith('allow:')) return grantCooperation(work, { customerId, personId: requesterOf(key) });
    await decline(work, message, requesterOf(key));
  },
};

const decline = async (work: Work, message: Message, requesterId: string): Promise<void> => {
  const customer = await getVisibleCustomer(work, subjectIdOf(message));
  await recordCardState(work, message.id, { settled: settledLabels.decline });
  await queueMessage(work, {
    topic: 'cooperation',
    recipient: { kind: 'person', personId: requesterId },
    content: { type: 'card', card: cooperationAnswerCard(customer, work.actor.name, false) },
    dedupeKey: `cooperation-answer:${message.id}`,
    subject: { kind: 'customer', id: customer.id },
  });
};
