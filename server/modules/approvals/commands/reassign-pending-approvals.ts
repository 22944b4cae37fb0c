import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { moveAll } from '../../../kernel/lifecycle.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { findSuperior, nameOfPerson } from '../../org/index.ts';
import { aboutApproval, asSubject } from '../about.ts';
import { taskLifecycle } from '../approval.ts';
import { approvalReassigned } from '../events.ts';
import { approvals, approvalTasks, tasksOf, type Approval, type ApprovalTask } from '../store.ts';

/**
 * Asks `toId` whatever `fromId` has been asked and not answered; the old tasks stay as superseded. Nobody is asked about
 * their own request: there the requester's superior is. Returns how many approvals changed hands.
 */
export const reassignPendingApprovals = async (
  work: Work,
  input: { fromId: Id; toId: Id; reason: string },
): Promise<number> => {
  const waiting = await lockPendingOf(work, input.fromId);
  if (waiting.length === 0) return 0;
  const ids = waiting.map((approval) => approval.id);
  const tasks = await tasksOf(work, ids);
  await moveAll(work, approvalTasks, taskLifecycle, { from: 'pending', to: 'superseded' }, (query) =>
    query.where({ approver_id: input.fromId }).whereIn('approval_id', ids),
  );
  const receivers = await Promise.all(waiting.map((approval) => receiverFor(work, approval, input.toId)));
  const handed = waiting.map((approval, index) => {
    const ofApproval = tasks.filter((task) => task.approvalId === approval.id && task.state === 'pending');
    return handOver(work, approval, ofApproval, receivers[index] ?? input.toId);
  });
  await insertMany(
    work,
    approvalTasks,
    handed.flatMap(({ added }) => added ?? []),
  );
  for (const { approval, taskId, toId } of handed) await announce(work, approval, { ...input, toId, taskId });
  return handed.length;
};

const lockPendingOf = (work: Work, approverId: Id): Promise<Approval[]> =>
  allRows(
    approvals,
    work
      .db(approvals.name)
      .where({ state: 'pending' })
      .whereIn(
        'id',
        work.db(approvalTasks.name).select('approval_id').where({ approver_id: approverId, state: 'pending' }),
      )
      .orderBy('id')
      .forUpdate(),
  );

const receiverFor = async (work: Work, approval: Approval, toId: Id): Promise<Id> =>
  approval.requesterId === toId ? ((await findSuperior(work, toId)) ?? toId) : toId;

/** The receiver's task: a new one, or the one they already have in this step. */
const handOver = (work: Work, approval: Approval, pending: readonly ApprovalTask[], toId: Id) => {
  const own = pending.find((task) => task.approverId === toId);
  if (own) return { approval, toId, taskId: own.id, added: null };
  const taskId = work.nextId();
  const added = { id: taskId, approvalId: approval.id, position: approval.position, approverId: toId };
  return { approval, toId, taskId, added: { ...added, state: 'pending' as const } };
};

const announce = async (
  work: Work,
  approval: Approval,
  { fromId, toId, taskId, reason }: { fromId: Id; toId: Id; taskId: Id; reason: string },
): Promise<void> => {
  const [fromName, toName] = await Promise.all([nameOfPerson(work, fromId), nameOfPerson(work, toId)]);
  await emit(work, approvalReassigned, {
    subject: asSubject(approval),
    threadId: approval.threadId,
    reason,
    payload: {
      ...(await aboutApproval(work, approval)),
      taskId,
      fromId,
      fromName: fromName ?? '',
      toId,
      toName: toName ?? '',
    },
  });
};
