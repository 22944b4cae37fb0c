import type { ApprovalDetail } from '../../../contract/approvals.ts';
import type { Id } from '../../../contract/page.ts';
import type { PersonRef } from '../../../contract/subject.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { approvalAbilities } from '../policy.ts';
import { requireVisible } from '../refusal.ts';
import { findApproval, stepsOf, tasksOf, type ApprovalStep, type ApprovalTask } from '../store.ts';
import { presentRow, refOf } from './present.ts';

/** One approval for those who take part in it or see its subject. */
export const getApproval = async (work: Work, id: Id): Promise<ApprovalDetail> => {
  const [found, steps, tasks] = await Promise.all([findApproval(work, id), stepsOf(work, id), tasksOf(work, [id])]);
  const approval = await requireVisible(work, found, tasks);
  const people = await personRefs(work, [
    approval.requesterId,
    ...tasks.flatMap((task) => [task.approverId, task.decidedBy]),
  ]);
  return {
    ...presentRow(work, approval, tasks, people),
    facts: approval.factLines,
    note: approval.note,
    steps: presentSteps(steps, tasks, people),
    abilities: approvalAbilities(work.actor, approval, tasks),
  };
};

/** Steps in which nobody was or will be asked are left out. */
const presentSteps = (
  steps: readonly ApprovalStep[],
  tasks: readonly ApprovalTask[],
  people: ReadonlyMap<Id, PersonRef>,
): ApprovalDetail['steps'] =>
  steps
    .map(({ position, mode, why }) => ({
      position,
      mode,
      why,
      tasks: tasks.filter((task) => task.position === position).map((task) => presentTask(task, people)),
    }))
    .filter((step) => step.tasks.length > 0);

const presentTask = (task: ApprovalTask, people: ReadonlyMap<Id, PersonRef>) => ({
  id: task.id,
  approver: refOf(people, task.approverId),
  state: task.state,
  decidedBy: task.decidedBy ? refOf(people, task.decidedBy) : null,
  at: task.decidedAt?.toISOString() ?? null,
  comment: task.comment,
});
