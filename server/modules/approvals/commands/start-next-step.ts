import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { moveAll } from '../../../kernel/lifecycle.ts';
import { insertMany, patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { aboutApproval, asSubject } from '../about.ts';
import { taskLifecycle } from '../approval.ts';
import { candidatesFor } from '../approvers.ts';
import { approvalStepStarted } from '../events.ts';
import { whoIsAsked } from '../flow.ts';
import { approvals, approvalTasks, stepsOf, tasksOf, type Approval, type ApprovalStep } from '../store.ts';

/** Asks the approvers of the next step that needs anybody, as the organisation is now. Returns false when no step is left. */
export const startNextStep = async (work: Work, approval: Approval): Promise<boolean> => {
  const steps = await stepsOf(work, approval.id);
  const tasks = await tasksOf(work, [approval.id]);
  const agreed = new Set(tasks.filter((task) => task.state === 'approved').map((task) => task.approverId));
  for (const step of steps.filter((one) => one.position > approval.position)) {
    const candidates = await candidatesFor(work, step.approver, approval.requesterId);
    const asked = whoIsAsked({ mode: step.mode, candidates }, { requesterId: approval.requesterId, agreed });
    await wake(work, approval.id, step.position, asked);
    if (asked.length === 0) continue;
    await patch(work, approvals, approval, { position: step.position });
    await announce(work, approval, step);
    return true;
  }
  return false;
};

/** Those expected who are really asked become pending, the others need not answer any more, new ones are added. */
const wake = async (work: Work, approvalId: Id, position: number, asked: readonly Id[]): Promise<void> => {
  const ofStep = { approval_id: approvalId, position };
  const waiting = (await tasksOf(work, [approvalId]))
    .filter((task) => task.position === position && task.state === 'waiting')
    .map((task) => task.approverId);
  await moveAll(work, approvalTasks, taskLifecycle, { from: 'waiting', to: 'pending' }, (query) =>
    query.where(ofStep).whereIn('approver_id', asked as Id[]),
  );
  await moveAll(work, approvalTasks, taskLifecycle, { from: 'waiting', to: 'superseded' }, (query) =>
    query.where(ofStep),
  );
  const added = asked.filter((id) => !waiting.includes(id));
  if (added.length > 0)
    await insertMany(
      work,
      approvalTasks,
      added.map((approverId) => ({ approvalId, position, approverId, state: 'pending' as const })),
    );
};

const announce = async (work: Work, approval: Approval, step: ApprovalStep): Promise<void> => {
  const tasks = (await tasksOf(work, [approval.id])).filter(
    (task) => task.position === step.position && task.state === 'pending',
  );
  await emit(work, approvalStepStarted, {
    subject: asSubject(approval),
    payload: {
      ...(await aboutApproval(work, approval)),
      position: step.position,
      why: step.why,
      tasks: tasks.map((task) => ({ taskId: task.id, approverId: task.approverId })),
    },
  });
};
