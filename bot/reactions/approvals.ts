import { reaction, type Reaction } from '../../server/kernel/event.ts';
import type { Work } from '../../server/kernel/work.ts';
import {
  approvalDecided,
  approvalReassigned,
  approvalStepDecided,
  approvalStepStarted,
  approvalWithdrawn,
  describeApproval,
} from '../../server/modules/approvals/index.ts';
import { queueMessages, type NewMessage } from '../../server/modules/messages/index.ts';
import { mainDepartments } from '../../server/modules/org/index.ts';
import { activeGroupsOf } from '../../server/modules/reports/index.ts';
import type { Chat } from '../../server/ports/chat.ts';
import { groupCopyKey, presentApproval } from '../card-kinds/approval.ts';
import { approvalResultCard } from '../cards/approval-result.ts';
import { settleCards } from '../settle-cards.ts';

const topic = 'approval';

/** Cards to those who are asked, results to the one who asked, and every copy turned into what became of it. */
export const approvalReactions = (chat: Chat): Reaction[] => {
  const settle = (work: Work, { approvalId }: { approvalId: string }): Promise<void> =>
    settleCards(work, chat, { kind: 'approval', id: approvalId }, topic);
  return [
    reaction({
      name: 'bot.approval_asked',
      on: approvalStepStarted,
      run: async (work, { payload }) => {
        const people = payload.tasks.map((task) => task.approverId);
        await queueMessages(work, [
          ...(await personalCards(work, payload.approvalId, people, payload.position)),
          ...(chat.hasRobot ? await groupCards(work, payload) : []),
        ]);
      },
    }),
    reaction({
      name: 'bot.approval_reassigned',
      on: approvalReassigned,
      run: async (work, { payload }) => {
        await queueMessages(work, await personalCards(work, payload.approvalId, [payload.toId], 'reassigned'));
      },
    }),
    reaction({
      name: 'bot.approval_result',
      on: approvalDecided,
      run: async (work, { payload }) => {
        const approval = await describeApproval(work, payload.approvalId);
        if (!approval || payload.requesterId === payload.deciderId) return;
        await queueMessages(work, [
          {
            topic: 'approval_result',
            recipient: { kind: 'person', personId: payload.requesterId },
            content: { type: 'card', card: approvalResultCard(approval, payload) },
            dedupeKey: `approval-result:${approval.id}`,
            subject: { kind: 'approval', id: approval.id },
          },
        ]);
      },
    }),
    reaction({
      name: 'bot.approval_decided',
      on: approvalDecided,
      perform: (work, { payload }) => settle(work, payload),
    }),
    reaction({
      name: 'bot.approval_step_decided',
      on: approvalStepDecided,
      perform: (work, { payload }) => settle(work, payload),
    }),
    reaction({
      name: 'bot.approval_withdrawn',
      on: approvalWithdrawn,
      perform: (work, { payload }) => settle(work, payload),
    }),
    reaction({
      name: 'bot.approval_taken_from',
      on: approvalReassigned,
      perform: (work, { payload }) => settle(work, payload),
    }),
  ];
};

const personalCards = async (
  work: Work,
  approvalId: string,
  people: readonly string[],
  round: number | 'reassigned',
): Promise<NewMessage[]> => {
  const approval = await describeApproval(work, approvalId);
  if (approval?.state !== 'pending') return [];
  return people.map((personId) => ({
    topic,
    recipient: { kind: 'person', personId },
    content: { type: 'card', card: presentApproval(work, approval, { kind: 'person', personId }) },
    dedupeKey: `approval:${approvalId}:${round}:${personId}`,
    subject: { kind: 'approval', id: approvalId },
  }));
};

/** Into the groups of the requester's department that the smart robot can reach. */
const groupCards = async (
  work: Work,
  { approvalId, requesterId, position }: { approvalId: string; requesterId: string; position: number },
): Promise<NewMessage[]> => {
  const department = (await mainDepartments(work, [requesterId])).get(requesterId);
  const approval = await describeApproval(work, approvalId);
  if (!department || approval?.state !== 'pending') return [];
  const groups = await activeGroupsOf(work, department.id, 'robot');
  return groups.map((group) => ({
    topic,
    recipient: { kind: 'group', groupId: group.id, channel: 'robot', name: group.name },
    content: { type: 'card', card: presentApproval(work, approval, { kind: 'group', position }) },
    dedupeKey: groupCopyKey(approvalId, position, group.id),
    subject: { kind: 'approval', id: approvalId },
  }));
};
