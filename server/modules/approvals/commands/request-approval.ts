import type { Id } from '../../../contract/page.ts';
import type { SubjectRef } from '../../../contract/subject.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { Problem, required } from '../../../kernel/problem.ts';
import { insert, insertMany } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { findSuperior } from '../../org/index.ts';
import { aboutApproval, asSubject } from '../about.ts';
import { approvableOf } from '../approvables.ts';
import { candidatesFor } from '../approvers.ts';
import { approvalRequested } from '../events.ts';
import { applicableSteps, whoIsAsked, type Facts, type Flow, type FlowStep } from '../flow.ts';
import { approvals, approvalSteps, approvalTasks, findApproval, type FactLine } from '../store.ts';
import { startNextStep } from './start-next-step.ts';

export interface ApprovalRequest {
  flow: Flow;
  subject: SubjectRef;
  /** What is wanted, e.g. `申请 8.2 折赢单,¥36.8 万`. */
  title: string;
  facts: Facts;
  factLines: FactLine[];
  note: string | null;
  threadId: Id | null;
}
export type RequestOutcome =
  | { outcome: 'not_needed' }
  /** Consent is needed and nobody stands above the requester who could give it. */
  | { outcome: 'no_approver' }
  | { outcome: 'pending'; approvalId: Id };

interface PlannedStep extends FlowStep {
  candidates: Id[];
}

/** Asks for consent as the acting person. Facts are frozen here; approvers are found again when their step starts. */
export const requestApproval = async (work: Work, request: ApprovalRequest): Promise<RequestOutcome> => {
  const requesterId = personOf(work);
  const steps: PlannedStep[] = await Promise.all(
    applicableSteps(request.flow, request.facts).map(async (step) => ({
      ...step,
      candidates: await candidatesFor(work, step.approver, requesterId),
    })),
  );
  if (steps.some((step) => step.candidates.length === 0) && !(await standsAtTheTop(work, requesterId)))
    return { outcome: 'no_approver' };
  const expected = expectedApprovers(steps, requesterId);
  if (expected.every((people) => people.length === 0)) return { outcome: 'not_needed' };
  const approvalId = await record(work, request, requesterId);
  await recordSteps(work, approvalId, steps, expected);
  const approval = required(await findApproval(work, approvalId));
  const about = await aboutApproval(work, approval);
  await emit(work, approvalRequested, {
    subject: asSubject(approval),
    payload: { ...about, note: request.note },
  });
  await startNextStep(work, approval);
  return { outcome: 'pending', approvalId };
};

const standsAtTheTop = async (work: Work, requesterId: Id): Promise<boolean> =>
  work.actor.scope.all && (await findSuperior(work, requesterId)) === null;

const expectedApprovers = (steps: readonly PlannedStep[], requesterId: Id): Id[][] => {
  const agreed = new Set<Id>();
  return steps.map((step) => {
    const asked = whoIsAsked(step, { requesterId, agreed });
    for (const id of asked) agreed.add(id);
    return asked;
  });
};

const record = async (work: Work, request: ApprovalRequest, requesterId: Id): Promise<Id> => {
  const { name } = await approvableOf(request.subject.kind).describe(work, request.subject.id);
  try {
    return await insert(work, approvals, {
      flowKey: request.flow.key,
      subjectKind: request.subject.kind,
      subjectId: request.subject.id,
      subjectName: name,
      threadId: request.threadId,
      title: request.title,
      facts: request.facts,
      factLines: request.factLines,
      note: request.note,
      requesterId,
      state: 'pending',
      position: 0,
    });
  } catch (error) {
    if (isDuplicateKey(error, 'approvals_one_pending')) throw new Problem('approval.already_pending');
    throw error;
  }
};

const recordSteps = async (
  work: Work,
  approvalId: Id,
  steps: readonly PlannedStep[],
  expected: readonly Id[][],
): Promise<void> => {
  await insertMany(
    work,
    approvalSteps,
    steps.map(({ approver, mode, why }, index) => ({ approvalId, position: index + 1, approver, mode, why })),
  );
  await insertMany(
    work,
    approvalTasks,
    expected.flatMap((people, index) =>
      people.map((approverId) => ({ approvalId, position: index + 1, approverId, state: 'waiting' as const })),
    ),
  );
};
