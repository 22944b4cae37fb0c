import type { DescribedApproval } from '../../server/modules/approvals/index.ts';
import { settle, type CardBody } from './card-body.ts';

/** Whose copy of the card it is: one approver's, or that of everybody in a group, made for one step. */
export type ApprovalCopy = { kind: 'person'; personId: string } | { kind: 'group'; position: number };

type Task = DescribedApproval['tasks'][number];
type SayWhen = (at: Date) => string;

export const approvalActions = { approve: '同意', reject: '拒绝' } as const;

/** The request with its decision on it, or what became of it. */
export const approvalCard = (approval: DescribedApproval, copy: ApprovalCopy, sayWhen: SayWhen): CardBody => {
  const tasks = tasksOf(approval, copy);
  const open = openCard(approval, tasks);
  switch (approval.state) {
    case 'approved':
    case 'rejected':
      return settle(open, labels[approval.state], decidedSentence(approval, sayWhen));
    case 'withdrawn':
      return settle(open, '已撤回', `${approval.requester.name} 撤回了申请`);
    case 'pending':
      return tasks.some((task) => task.state === 'pending') ? open : settle(open, ...passedOn(tasks, sayWhen));
  }
};

const labels = { approved: '已同意', rejected: '已拒绝' };

const tasksOf = (approval: DescribedApproval, copy: ApprovalCopy): Task[] =>
  approval.tasks.filter((task) =>
    copy.kind === 'person' ? task.approver.id === copy.personId : task.position === copy.position,
  );

const openCard = (approval: DescribedApproval, tasks: readonly Task[]): CardBody => {
  const asked = tasks.filter((task) => task.state === 'pending').map((task) => task.approver.name);
  return {
    title: approval.title,
    subtitle: `${approval.requester.name} · ${approval.subjectName}`,
    facts: [...approval.facts.slice(0, 5), ...(asked.length > 0 ? [{ label: '审批人', value: asked.join('、') }] : [])],
    ...(approval.note && { text: approval.note }),
    path: `/approvals/${approval.id}`,
    actions: [
      { key: 'approve', label: approvalActions.approve, style: 'primary' },
      { key: 'reject', label: approvalActions.reject, style: 'danger' },
    ],
  };
};

/** The decision that ended it: the latest of its kind. */
const decidedSentence = (approval: DescribedApproval, sayWhen: SayWhen): string => {
  const [last] = approval.tasks
    .filter((task) => task.state === approval.state)
    .sort((one, other) => (other.at?.getTime() ?? 0) - (one.at?.getTime() ?? 0));
  return last ? answered(last, sayWhen) : labels[approval.state === 'approved' ? 'approved' : 'rejected'];
};

const answered = (task: Task, sayWhen: SayWhen): string => {
  const decision = task.state === 'approved' ? approvalActions.approve : approvalActions.reject;
  const sentence = `${task.approver.name} ${task.at ? sayWhen(task.at) : ''} ${decision}`;
  return task.comment ? `${sentence}:${task.comment}` : sentence;
};

/** Still being decided, but not with this copy. */
const passedOn = (tasks: readonly Task[], sayWhen: SayWhen): [settled: string, text: string] => {
  const mine = tasks.find((task) => task.state === 'approved');
  return mine
    ? ['已同意,待上级', `${answered(mine, sayWhen)},等待上级审批`]
    : ['无需处理', '这一步已由他人处理或已转交'];
};
