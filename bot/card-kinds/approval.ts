import type { Decision } from '../../server/contract/approvals.ts';
import type { Work } from '../../server/kernel/work.ts';
import {
  decideApproval,
  describeApproval,
  sayWhen,
  type DescribedApproval,
} from '../../server/modules/approvals/index.ts';
import type { Message } from '../../server/modules/messages/index.ts';
import { approvalCard, type ApprovalCopy } from '../cards/approval.ts';
import { goneCard, type CardBody } from '../cards/card-body.ts';
import { subjectIdOf, type CardKind } from './card-kind.ts';

const decisions: Record<string, Decision> = { approve: 'approved', reject: 'rejected' };

/** Copies in groups are made for one step; their dedupe key says which. */
export const groupCopyKey = (approvalId: string, position: number, groupId: string): string =>
  `approval:${approvalId}:${position}:group:${groupId}`;

const copyOf = (message: Message): ApprovalCopy =>
  message.personId === null
    ? { kind: 'group', position: Number(message.dedupeKey.split(':')[2]) }
    : { kind: 'person', personId: message.personId };

export const presentApproval = (work: Work, approval: DescribedApproval, copy: ApprovalCopy): CardBody =>
  approvalCard(approval, copy, (at) => sayWhen(work.calendar, at, work.clock.now()));

export const approvalKind: CardKind = {
  permission: null,
  present: async (work, message) => {
    const approval = await describeApproval(work, subjectIdOf(message));
    return approval ? presentApproval(work, approval, copyOf(message)) : goneCard('这个审批已不存在');
  },
  press: async (work, message, key) => {
    const decision = decisions[key];
    if (decision) await decideApproval(work, { approvalId: subjectIdOf(message), decision, comment: '' });
  },
};
