import { reaction, type Reaction } from '../../server/kernel/event.ts';
import type { Work } from '../../server/kernel/work.ts';
import { queueMessage } from '../../server/modules/messages/index.ts';
import { contactDue, morningListDue, silenceFound } from '../../server/modules/reminders/index.ts';
import { contactDueCard, morningListCard, silentCard } from '../cards/reminders.ts';

const timeOf = (work: Work) => (at: string) => work.calendar.timeOf(new Date(at));

export const reminderReactions: Reaction[] = [
  reaction({
    name: 'bot.contact_due',
    on: contactDue,
    run: async (work, { payload, subject }) => {
      await queueMessage(work, {
        topic: 'contact_due',
        recipient: { kind: 'person', personId: payload.personId },
        content: { type: 'card', card: contactDueCard(payload, timeOf(work)(payload.at)) },
        dedupeKey: `contact-due:${subject.kind}:${subject.id}:${payload.at}`,
        subject,
      });
    },
  }),
  reaction({
    name: 'bot.morning_list',
    on: morningListDue,
    run: async (work, { payload, subject }) => {
      await queueMessage(work, {
        topic: 'morning_list',
        recipient: { kind: 'person', personId: payload.personId },
        content: { type: 'card', card: morningListCard(payload, timeOf(work)) },
        dedupeKey: `morning:${payload.day}:${payload.personId}`,
        subject,
      });
    },
  }),
  reaction({
    name: 'bot.silence',
    on: silenceFound,
    run: async (work, { payload, subject }) => {
      await queueMessage(work, {
        topic: 'silent_opportunity',
        recipient: { kind: 'person', personId: payload.personId },
        content: { type: 'card', card: silentCard(payload) },
        dedupeKey: `silent:${payload.day}:${payload.level}:${payload.personId}`,
        subject,
      });
    },
  }),
];
