import { reaction, type Reaction } from '../../server/kernel/event.ts';
import { queueMessage, queueMessages } from '../../server/modules/messages/index.ts';
import { activeGroupsOf, digestMade, findDigest, findGroup, groupTested } from '../../server/modules/reports/index.ts';
import { digestMessages } from '../digests/messages.ts';

export const reportReactions: Reaction[] = [
  reaction({
    name: 'bot.digest',
    on: digestMade,
    run: async (work, { payload }) => {
      const digest = await findDigest(work, payload.digestId);
      if (!digest) return;
      const groups = await activeGroupsOf(work, payload.departmentId);
      await queueMessages(
        work,
        groups.flatMap((group) => digestMessages(digest, group)),
      );
    },
  }),
  reaction({
    name: 'bot.group_tested',
    on: groupTested,
    run: async (work, { payload, id }) => {
      const group = await findGroup(work, payload.groupId);
      if (!group) return;
      await queueMessage(work, {
        topic: 'notice',
        recipient: { kind: 'group', groupId: group.id, channel: group.kind, name: group.name },
        content: { type: 'markdown', markdown: '测试消息:本群已绑定,每个工作日 18:30 会收到日报' },
        dedupeKey: `group-test:${id}`,
        subject: { kind: 'group', id: group.id },
      });
    },
  }),
];
