import type { ApprovalState, TaskState } from '../../../contract/approvals.ts';
import type { Id } from '../../../contract/page.ts';
import type { PersonRef, SubjectRef } from '../../../contract/subject.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { findApproval, tasksOf, type FactLine } from '../store.ts';
import { refOf } from './present.ts';

/** What a card about an approval shows. */
export interface DescribedApproval {
  id: Id;
  title: string;
  state: ApprovalState;
  subject: SubjectRef;
  subjectName: string;
  requester: PersonRef;
  facts: FactLine[];
  note: string | null;
  createdAt: Date;
  decidedAt: Date | null;
  tasks: { id: Id; position: number; approver: PersonRef; state: TaskState; comment: string | null; at: Date | null }[];
}

/** An approval for messages about it, whoever they go to; null when there is none. */
export const describeApproval = async (work: Work, id: Id): Promise<DescribedApproval | null> => {
  const approval = await findApproval(work, id);
  if (!approval) return null;
  const tasks = await tasksOf(work, [id]);
  const people = await personRefs(work, [approval.requesterId, ...tasks.map((task) => task.approverId)]);
  return {
    id,
    title: approval.title,
    state: approval.state,
    subject: { kind: approval.subjectKind, id: approval.subjectId },
    subjectName: approval.subjectName,
    requester: refOf(people, approval.requesterId),
    facts: approval.factLines,
    note: approval.note,
    createdAt: approval.createdAt,
    decidedAt: approval.decidedAt,
    tasks: tasks.map((task) => ({
      id: task.id,
      position: task.position,
      approver: refOf(people, task.approverId),
      state: task.state,
      comment: task.comment,
      at: task.decidedAt,
    })),
  };
};
