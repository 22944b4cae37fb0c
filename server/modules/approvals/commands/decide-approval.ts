import { type ApprovalState, type Decision } from '../../../contract/approvals.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move, moveAll } from '../../../kernel/lifecycle.ts';
import { ensure, required } from '../../../kernel/problem.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { aboutApproval, asSubject } from '../about.ts';
import { taskLifecycle } from '../approval.ts';
import { isActive } from '../approvers.ts';
import { approvalStepDecided } from '../events.ts';
import { stepOutcome } from '../flow.ts';
import { ensureMayDecide } from '../refusal.ts';
import { approvalTasks, lockApproval, stepsOf, tasksOf, type Approval, type ApprovalTask } from '../store.ts';
import { finishApproval } from './finish-approval.ts';
import { startNextStep } from './start-next-step.ts';

/**
 * Answers the acting person's pending task. The approval is locked first, so of any number of presses at once one finds
 * the task pending; all others are told who decided, when and what.
 */
export const decideApproval = async (
  work: Work,
  input: { approvalId: Id; decision: Decision; comment: string },
): Promise<{ state: ApprovalState }> => {
  const approval = required(await lockApproval(work, input.approvalId));
  const task = await ensureMayDecide(work, approval, await tasksOf(work, [approval.id]));
  ensure(await isActive(work, task.approverId), 'approval.not_yours');
  ensure(input.decision === 'approved' || input.comment || isPress(work), 'approval.comment_required');
  await answer(work, approval, task, input);
  return { state: await goOn(work, approval, task.position, input.comment) };
};

/** On a card there is nowhere to write; in the app a refusal gives its reason. */
const isPress = (work: Work): boolean => work.actor.surface === 'card' || work.actor.surface === 'bot';

const answer = async (
  work: Work,
  approval: Approval,
  task: ApprovalTask,
  { decision, comment }: { decision: Decision; comment: string },
): Promise<void> => {
  const deciderId = personOf(work);
  await move(
    work,
    approvalTasks,
    taskLifecycle,
    { id: task.id, from: 'pending', to: decision },
    { decidedBy: deciderId, decidedAt: work.clock.now(), surface: work.actor.surface, comment: comment || null },
  );
  await emit(work, approvalStepDecided, {
    subject: asSubject(approval),
    threadId: approval.threadId,
    payload: {
      ...(await aboutApproval(work, approval)),
      position: task.position,
      taskId: task.id,
      decision,
      comment,
      deciderId,
      deciderName: work.actor.name,
    },
  });
};

/** Finishes, or asks the next, or waits for the others of this step. */
const goOn = async (work: Work, approval: Approval, position: number, comment: string): Promise<ApprovalState> => {
  const step = required((await stepsOf(work, approval.id)).find((one) => one.position === position));
  const ofStep = (await tasksOf(work, [approval.id])).filter((task) => task.position === position);
  const outcome = stepOutcome(step.mode, ofStep);
  if (outcome === 'waiting') return 'pending';
  if (outcome === 'approved') {
    await moveAll(work, approvalTasks, taskLifecycle, { from: 'pending', to: 'superseded' }, (query) =>
      query.where({ approval_id: approval.id, position }),
    );
    if (await startNextStep(work, approval)) return 'pending';
  }
  await finishApproval(work, approval, outcome, comment);
  return outcome;
};
