import { emit } from '../../../kernel/event.ts';
import { move, moveAll } from '../../../kernel/lifecycle.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { aboutApproval, asSubject } from '../about.ts';
import { approvableOf } from '../approvables.ts';
import { approvalLifecycle, taskLifecycle } from '../approval.ts';
import { approvalDecided, approvalWithdrawn } from '../events.ts';
import { approvals, approvalTasks, type Approval } from '../store.ts';

/** Ends a pending approval as the acting person; its subject reacts in the same transaction. */
export const finishApproval = async (
  work: Work,
  approval: Approval,
  state: 'approved' | 'rejected' | 'withdrawn',
  comment: string,
): Promise<void> => {
  const decidedBy = personOf(work);
  await move(
    work,
    approvals,
    approvalLifecycle,
    { id: approval.id, from: 'pending', to: state },
    { decidedBy, decidedAt: work.clock.now() },
  );
  for (const from of ['pending', 'waiting'] as const)
    await moveAll(work, approvalTasks, taskLifecycle, { from, to: 'superseded' }, (query) =>
      query.where({ approval_id: approval.id }),
    );
  const { id: approvalId, subjectKind, subjectId, facts } = approval;
  await approvableOf(subjectKind).onOutcome(work, { approvalId, subjectId, state, decidedBy, comment, facts });
  const about = await aboutApproval(work, approval);
  if (state === 'withdrawn') await emit(work, approvalWithdrawn, { subject: asSubject(approval), payload: about });
  else
    await emit(work, approvalDecided, {
      subject: asSubject(approval),
      payload: { ...about, state, comment, deciderId: decidedBy, deciderName: work.actor.name },
    });
};
