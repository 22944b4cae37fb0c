import type { ApprovalState, TaskState } from '../../contract/approvals.ts';
import type { Id } from '../../contract/page.ts';
import type { SubjectKind, Surface } from '../../contract/subject.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import { column, table, type RowOf } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';
import type { Approver, Facts, StepMode } from './flow.ts';

export const approvals = table('approvals', {
  id: column.id(),
  flowKey: column.text(),
  subjectKind: column.text<SubjectKind>(),
  subjectId: column.id(),
  subjectName: column.text(),
  threadId: column.nullable(column.id()),
  title: column.text(),
  facts: column.json<Facts>(),
  factLines: column.json<FactLine[]>(),
  note: column.nullable(column.text()),
  requesterId: column.id(),
  state: column.text<ApprovalState>(),
  position: column.int(),
  decidedBy: column.nullable(column.id()),
  decidedAt: column.nullable(column.instant()),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export interface FactLine {
  label: string;
  value: string;
}
export type Approval = RowOf<typeof approvals>;

export const approvalSteps = table('approval_steps', {
  id: column.id(),
  approvalId: column.id(),
  position: column.int(),
  approver: column.json<Approver>(),
  mode: column.text<StepMode>(),
  why: column.text(),
});
export type ApprovalStep = RowOf<typeof approvalSteps>;

export const approvalTasks = table('approval_tasks', {
  id: column.id(),
  approvalId: column.id(),
  position: column.int(),
  approverId: column.id(),
  state: column.text<TaskState>(),
  decidedBy: column.nullable(column.id()),
  decidedAt: column.nullable(column.instant()),
  surface: column.nullable(column.text<Surface>()),
  comment: column.nullable(column.text()),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export type ApprovalTask = RowOf<typeof approvalTasks>;

export const findApproval = (work: Work, id: Id): Promise<Approval | undefined> =>
  firstRow(approvals, work.db(approvals.name).where({ id }));

/** Everything that changes an approval takes this lock first, so that its tasks hold still. */
export const lockApproval = (work: Work, id: Id): Promise<Approval | undefined> =>
  firstRow(approvals, work.db(approvals.name).where({ id }).forUpdate());

export const stepsOf = (work: Work, approvalId: Id): Promise<ApprovalStep[]> =>
  allRows(approvalSteps, work.db(approvalSteps.name).where({ approval_id: approvalId }).orderBy('position'));

export const tasksOf = (work: Work, approvalIds: readonly Id[]): Promise<ApprovalTask[]> =>
  allRows(
    approvalTasks,
    work
      .db(approvalTasks.name)
      .whereIn('approval_id', approvalIds as Id[])
      .orderBy(['position', 'id']),
  );
