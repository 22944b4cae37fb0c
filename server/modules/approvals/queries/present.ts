import type { ApprovalRow } from '../../../contract/approvals.ts';
import type { Id } from '../../../contract/page.ts';
import type { PersonRef } from '../../../contract/subject.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { tasksOf, type Approval, type ApprovalTask } from '../store.ts';

/** A person who has vanished from the directory's tables altogether. */
const unknownPerson = (id: Id): PersonRef => ({ id, name: '已删除的同事', active: false });
export const refOf = (people: ReadonlyMap<Id, PersonRef>, id: Id): PersonRef => people.get(id) ?? unknownPerson(id);

export const presentRows = async (work: Work, rows: readonly Approval[]): Promise<ApprovalRow[]> => {
  if (rows.length === 0) return [];
  const tasks = await tasksOf(
    work,
    rows.map((row) => row.id),
  );
  const people = await personRefs(work, [
    ...rows.map((row) => row.requesterId),
    ...tasks.filter((task) => task.state === 'pending').map((task) => task.approverId),
  ]);
  return rows.map((row) =>
    presentRow(
      work,
      row,
      tasks.filter((task) => task.approvalId === row.id),
      people,
    ),
  );
};

export const presentRow = (
  work: Work,
  row: Approval,
  tasks: readonly ApprovalTask[],
  people: ReadonlyMap<Id, PersonRef>,
): ApprovalRow => ({
  id: row.id,
  title: row.title,
  subject: { kind: row.subjectKind, id: row.subjectId },
  subjectName: row.subjectName,
  requester: refOf(people, row.requesterId),
  state: row.state,
  waitingFor: tasks.filter((task) => task.state === 'pending').map((task) => refOf(people, task.approverId)),
  createdAt: row.createdAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  mine: ownState(work, tasks),
});

/** Of several tasks of mine the one that waits, else the last that was decided, else any. */
const ownState = (work: Work, tasks: readonly ApprovalTask[]): ApprovalRow['mine'] => {
  const mine = tasks.filter((task) => task.approverId === work.actor.personId);
  const telling =
    mine.find((task) => task.state === 'pending') ?? mine.findLast((task) => task.decidedBy !== null) ?? mine.at(-1);
  return telling?.state ?? null;
};
