import type { Group } from '../../contract/reports.ts';
import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { personRefs, readOrg } from '../org/index.ts';
import { maskAddress } from './address.ts';
import { manageableDepartments } from './group-access.ts';
import { groups, robotChats, type GroupRecord } from './store.ts';

interface GroupOverview {
  items: Group[];
  robotChats: { chatId: string; seenAt: string; by: string }[];
  departments: { id: Id; name: string }[];
}

/** Groups of the departments the actor may manage, chats that could still be bound, and where to. */
export const listGroups = async (work: Work): Promise<GroupOverview> => {
  const departments = await manageableDepartments(work);
  if (departments.length === 0) return { items: [], robotChats: [], departments: [] };
  const names = new Map(departments.map(({ id, name }) => [id, name]));
  const rows = await boundGroups(work, [...names.keys()]);
  return {
    items: rows.map((row) => presentGroup(row, names.get(row.departmentId) ?? '')),
    robotChats: await unboundRobotChats(work),
    departments,
  };
};

const presentGroup = (row: GroupRecord, department: string): Group => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  department: { id: row.departmentId, name: department },
  address: maskAddress(row.kind, row.address),
  active: row.active,
  lastDigestOn: row.lastDigestOn,
  version: row.version,
});

const unboundRobotChats = async (work: Work): Promise<GroupOverview['robotChats']> => {
  const bound = work.db(groups.name).select('address').where({ kind: 'robot' }).whereNull('removed_at');
  const rows = await allRows(
    robotChats,
    work.db(robotChats.name).whereNotIn('chat_id', bound).orderBy('seen_at', 'desc').limit(50),
  );
  const people = await personRefs(
    work,
    rows.map((row) => row.personId),
  );
  return rows.map((row) => ({
    chatId: row.chatId,
    seenAt: row.seenAt.toISOString(),
    by: people.get(row.personId ?? '')?.name ?? '',
  }));
};

const boundGroups = (work: Work, departmentIds: Id[]): Promise<GroupRecord[]> =>
  allRows(groups, work.db(groups.name).whereIn('department_id', departmentIds).whereNull('removed_at').orderBy('id'));

/** Active groups of one department; `kind` narrows them. */
export const activeGroupsOf = async (
  work: Work,
  departmentId: Id,
  kind?: GroupRecord['kind'],
): Promise<GroupRecord[]> =>
  (await boundGroups(work, [departmentId])).filter((group) => group.active && (!kind || group.kind === kind));

/** Departments that still exist and have an active group. */
export const departmentsWithGroups = async (work: Work): Promise<Id[]> => {
  const { chart } = await readOrg(work);
  const rows = (await work
    .db(groups.name)
    .distinct({ id: 'department_id' })
    .where({ active: 1 })
    .whereNull('removed_at')) as { id: Id }[];
  return rows.map((row) => String(row.id)).filter((id) => chart.departments.has(id));
};
