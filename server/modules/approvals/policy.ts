import type { ApprovalState, TaskState } from '../../contract/approvals.ts';
import type { Id } from '../../contract/page.ts';
import type { Actor } from '../../kernel/work.ts';

interface Asked {
  requesterId: Id;
  state: ApprovalState;
}
interface Task {
  approverId: Id;
  state: TaskState;
}

export const isRequester = (actor: Actor, approval: Pick<Asked, 'requesterId'>): boolean =>
  actor.personId === approval.requesterId;

/** Was this person asked, or did they ask? They may read the approval whatever they see otherwise. */
export const takesPart = (actor: Actor, approval: Asked, tasks: readonly Task[]): boolean =>
  isRequester(actor, approval) || tasks.some((task) => task.approverId === actor.personId);

/** The task the actor may answer now. */
export const answerableTask = <T extends Task>(actor: Actor, approval: Asked, tasks: readonly T[]): T | undefined =>
  approval.state === 'pending'
    ? tasks.find((task) => task.approverId === actor.personId && task.state === 'pending')
    : undefined;

export const approvalAbilities = (actor: Actor, approval: Asked, tasks: readonly Task[]) => ({
  decide: answerableTask(actor, approval, tasks) !== undefined,
  withdraw: approval.state === 'pending' && isRequester(actor, approval),
});
