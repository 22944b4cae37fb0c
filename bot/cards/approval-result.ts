import type { DescribedApproval } from '../../server/modules/approvals/index.ts';
import type { CardBody } from './card-body.ts';

const words = { approved: '同意', rejected: '拒绝' };

/** Tells the requester how it ended. */
export const approvalResultCard = (
  approval: DescribedApproval,
  decision: { state: 'approved' | 'rejected'; deciderName: string; comment: string },
): CardBody => ({
  title: `${decision.deciderName}${words[decision.state]}了您的申请`,
  subtitle: approval.title,
  facts: [
    { label: '结果', value: `已${words[decision.state]}` },
    { label: '相关', value: approval.subjectName },
    ...approval.facts.slice(0, 4),
  ],
  ...(decision.comment && { text: decision.comment }),
  path: `/approvals/${approval.id}`,
  actions: [],
});
