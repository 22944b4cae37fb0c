import { reaction, type Reaction } from '../../server/kernel/event.ts';
import { queueMessages } from '../../server/modules/messages/index.ts';
import {
  getSync,
  orgSyncBlocked,
  orgSyncCancelled,
  orgSynced,
  orgSyncRequested,
  peopleWithPermission,
} from '../../server/modules/org/index.ts';
import type { Chat } from '../../server/ports/chat.ts';
import { orgSyncCard } from '../cards/org-sync.ts';
import { settleCards } from '../settle-cards.ts';

/** Administrators decide about a sync the brake has stopped; each copy then says what became of it. */
export const orgReactions = (chat: Chat): Reaction[] => [
  reaction({
    name: 'bot.org_sync_blocked',
    on: orgSyncBlocked,
    run: async (work, { payload }) => {
      const { sync } = await getSync(work, payload.syncId, { limit: 1 });
      const administrators = await peopleWithPermission(work, 'org.manage');
      await queueMessages(
        work,
        administrators.map((personId) => ({
          topic: 'org_sync',
          recipient: { kind: 'person', personId },
          content: { type: 'card', card: orgSyncCard(sync) },
          dedupeKey: `org-sync:${payload.syncId}:${personId}`,
          subject: { kind: 'org_sync', id: payload.syncId },
        })),
      );
    },
  }),
  ...[orgSyncRequested, orgSyncCancelled, orgSynced].map((kind) =>
    reaction({
      name: `bot.sync_card_${kind.name}`,
      on: kind,
      perform: (work, { payload }) => settleCards(work, chat, { kind: 'org_sync', id: payload.syncId }, 'org_sync'),
    }),
  ),
];
