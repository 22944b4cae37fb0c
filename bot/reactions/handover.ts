import { reaction, type EventKind, type Reaction } from '../../server/kernel/event.ts';
import {
  describeCase,
  handoverAssigned,
  handoverCancelled,
  handoverFinished,
  handoverOpened,
  handoverUndone,
} from '../../server/modules/handover/index.ts';
import { queueMessages, type NewMessage } from '../../server/modules/messages/index.ts';
import { peopleWithPermission } from '../../server/modules/org/index.ts';
import type { Chat } from '../../server/ports/chat.ts';
import { handedOverCard, handoverCard, receivedCard } from '../cards/handover.ts';
import type { CardBody } from '../cards/card-body.ts';
import { settleCards } from '../settle-cards.ts';

/** Who must distribute is asked by card; both sides are told when everything has moved. */
export const handoverReactions = (chat: Chat): Reaction[] => [
  reaction({
    name: 'bot.handover_opened',
    on: handoverOpened,
    run: async (work, { payload }) => {
      const { caseId, assigneeId } = payload;
      const described = await describeCase(work, caseId);
      if (described.state !== 'open') return;
      const asked = assigneeId ? [assigneeId] : await peopleWithPermission(work, 'handover.manage');
      await queueMessages(
        work,
        asked.map((personId) => messageTo(personId, caseId, 'opened', handoverCard(described))),
      );
    },
  }),
  reaction({
    name: 'bot.handover_finished',
    on: handoverFinished,
    run: async (work, { payload, id }) => {
      const { caseId, personId, personName, receivers, assignedBy } = payload;
      const givers = [personId, assignedBy].filter(
        (one) => one !== null && !receivers.some((got) => got.personId === one),
      );
      await queueMessages(work, [
        ...receivers.map((got) =>
          messageTo(got.personId, caseId, `received:${id}`, receivedCard(personName, got.count)),
        ),
        ...[...new Set(givers)].map((giver) =>
          messageTo(giver ?? '', caseId, `finished:${id}`, handedOverCard(caseId, personName, receivers)),
        ),
      ]);
    },
  }),
  settledBy(chat, handoverAssigned),
  settledBy(chat, handoverFinished),
  settledBy(chat, handoverUndone),
  settledBy(chat, handoverCancelled),
];

const settledBy = <P extends { caseId: string }>(chat: Chat, kind: EventKind<P>): Reaction =>
  reaction<P>({
    name: `bot.handover_card_${kind.name}`,
    on: kind,
    perform: (work, { payload }) => settleCards(work, chat, { kind: 'handover', id: payload.caseId }, 'handover'),
  });

const messageTo = (personId: string, caseId: string, part: string, card: CardBody): NewMessage => ({
  topic: 'handover',
  recipient: { kind: 'person', personId },
  content: { type: 'card', card },
  dedupeKey: `handover:${caseId}:${part}:${personId}`,
  subject: { kind: 'handover', id: caseId },
});
