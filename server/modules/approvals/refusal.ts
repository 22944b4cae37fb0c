import { decisions, type Decision } from '../../contract/approvals.ts';
import type { Id } from '../../contract/page.ts';
import { Problem, required } from '../../kernel/problem.ts';
import type { Work } from '../../kernel/work.ts';
import { nameOfPerson } from '../org/index.ts';
import { approvableOf } from './approvables.ts';
import { answerableTask, takesPart } from './policy.ts';
import type { Approval, ApprovalTask } from './store.ts';
import { sayWhen } from './when.ts';

/** The approval for those who take part in it or see its subject; for everybody else it does not exist. */
export const requireVisible = async (
  work: Work,
  approval: Approval | undefined,
  tasks: readonly ApprovalTask[],
): Promise<Approval> => {
  const found = required(approval);
  if (takesPart(work.actor, found, tasks)) return found;
  if (await approvableOf(found.subjectKind).isVisible(work, found.subjectId)) return found;
  throw new Problem('record.not_found');
};

/** The acting person's pending task, or a refusal that says what happened instead. */
export const ensureMayDecide = async (
  work: Work,
  approval: Approval,
  tasks: readonly ApprovalTask[],
): Promise<ApprovalTask> => {
  const task = answerableTask(work.actor, approval, tasks);
  if (task) return task;
  const mine = tasks.filter((one) => one.approverId === work.actor.personId && one.state !== 'waiting').at(-1);
  if (mine) {
    await ensureStillPending(work, approval);
    throw await overtaken(work, mine, tasks);
  }
  // A card in a group is in front of everybody there; in the app an invisible approval does not exist.
  if (work.actor.surface === 'h5' || work.actor.surface === 'api') await requireVisible(work, approval, tasks);
  throw new Problem('approval.not_yours');
};

/** Refuses with who decided, when and what, or with the withdrawal. */
export const ensureStillPending = async (work: Work, approval: Approval): Promise<void> => {
  switch (approval.state) {
    case 'pending':
      return;
    case 'withdrawn':
      throw new Problem('approval.withdrawn');
    case 'approved':
    case 'rejected':
      throw await decided(work, approval.decidedBy, approval.decidedAt, approval.state);
  }
};

/** The approval goes on, but not with this task: answered already, by me or somebody else, or handed to another. */
const overtaken = async (work: Work, mine: ApprovalTask, tasks: readonly ApprovalTask[]): Promise<Problem> => {
  const answered = [mine, ...tasks.filter((task) => task.position === mine.position)].find((task) => task.decidedBy);
  if (answered?.state === 'approved' || answered?.state === 'rejected')
    return decided(work, answered.decidedBy, answered.decidedAt, answered.state);
  return new Problem('approval.superseded');
};

const decided = async (work: Work, by: Id | null, at: Date | null, decision: Decision): Promise<Problem> => {
  const who = by === work.actor.personId ? '您' : by ? await nameOfPerson(work, by) : null;
  return new Problem('approval.decided', {
    who: who ?? '审批人',
    when: at ? sayWhen(work.calendar, at, work.clock.now()) : '之前',
    decision: decisions[decision],
  });
};
