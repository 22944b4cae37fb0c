import { reaction, type Reaction } from '../../server/kernel/event.ts';
import { followUpCommented } from '../../server/modules/activities/index.ts';
import {
  collaboratorsChanged,
  cooperationRequested,
  customerTransferred,
} from '../../server/modules/customers/index.ts';
import { queueMessage, queueMessages } from '../../server/modules/messages/index.ts';
import type { Chat } from '../../server/ports/chat.ts';
import { nameOfPerson } from '../../server/modules/org/index.ts';
import { commentCard } from '../cards/comment.ts';
import { cooperationAnswerCard, cooperationCard } from '../cards/cooperation.ts';
import { settleCards } from '../settle-cards.ts';

/** What people are told about customers: co-operation, comments, and that one is theirs now. */
export const customerReactions = (chat: Chat): Reaction[] => [
  reaction({
    name: 'bot.cooperation_requested',
    on: cooperationRequested,
    run: async (work, { payload, id }) => {
      await queueMessage(work, {
        topic: 'cooperation',
        recipient: { kind: 'person', personId: payload.ownerId },
        content: { type: 'card', card: cooperationCard(payload) },
        dedupeKey: `cooperation:${id}`,
        subject: { kind: 'customer', id: payload.customerId },
      });
    },
  }),
  reaction({
    name: 'bot.collaborators_added',
    on: collaboratorsChanged,
    run: async (work, { payload, id, actorId }) => {
      const giver = (actorId && (await nameOfPerson(work, actorId))) || '负责人';
      const customer = { id: payload.customerId, name: payload.name };
      await queueMessages(
        work,
        payload.added
          .filter((person) => person.id !== actorId)
          .map((person) => ({
            topic: 'cooperation',
            recipient: { kind: 'person', personId: person.id },
            content: { type: 'card', card: cooperationAnswerCard(customer, giver, true) },
            dedupeKey: `collaborator:${id}:${person.id}`,
            subject: { kind: 'customer', id: payload.customerId },
          })),
      );
    },
  }),
  reaction({
    name: 'bot.cooperation_settled',
    on: collaboratorsChanged,
    perform: (work, { payload }) =>
      settleCards(work, chat, { kind: 'customer', id: payload.customerId }, 'cooperation'),
  }),
  reaction({
    name: 'bot.customer_received',
    on: customerTransferred,
    // A hand-over tells its receivers once, not customer by customer.
    when: ({ caseId }) => caseId === null,
    run: async (work, { payload, id, actorId }) => {
      if (payload.toId === actorId) return;
      await queueMessage(work, {
        topic: 'notice',
        recipient: { kind: 'person', personId: payload.toId },
        content: {
          type: 'card',
          card: {
            title: `${payload.name} 现在由您负责`,
            subtitle: `由 ${payload.fromName} 转来`,
            facts: [],
            path: `/customers/${payload.customerId}`,
            actions: [],
          },
        },
        dedupeKey: `received:${id}`,
        subject: { kind: 'customer', id: payload.customerId },
      });
    },
  }),
  reaction({
    name: 'bot.follow_up_commented',
    on: followUpCommented,
    run: async (work, { payload, id }) => {
      if (payload.authorId === payload.commenterId) return;
      await queueMessage(work, {
        topic: 'comment',
        recipient: { kind: 'person', personId: payload.authorId },
        content: { type: 'card', card: commentCard(payload) },
        dedupeKey: `comment:${id}`,
        subject: { kind: 'follow_up', id: payload.followUpId },
      });
    },
  }),
];
