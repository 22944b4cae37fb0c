import type { Id } from '../../contract/page.ts';
import { ensure, required } from '../../kernel/problem.ts';
import { firstRow } from '../../kernel/rows.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { departmentsBelow, departmentsLedBy, readOrg } from '../org/index.ts';
import { groups, type GroupRecord } from './store.ts';

/** Departments to which the actor may bind groups: all for administrators, else those they lead and the ones below. */
export const manageableDepartments = async (work: Work): Promise<{ id: Id; name: string }[]> => {
  const { chart } = await readOrg(work);
  const all = [...chart.departments.values()].map(({ id, name }) => ({ id, name }));
  const { permissions } = work.actor;
  if (permissions.has('org.manage') || permissions.has('groups.manage')) return all;
  const mine = departmentsBelow(chart, await departmentsLedBy(work, personOf(work)));
  return all.filter(({ id }) => mine.has(id));
};

export const ensureMayBind = async (work: Work, departmentId: Id): Promise<void> => {
  const { chart } = await readOrg(work);
  ensure(chart.departments.has(departmentId), 'org.department_unknown');
  const allowed = await manageableDepartments(work);
  ensure(
    allowed.some(({ id }) => id === departmentId),
    'record.not_allowed',
  );
};

/** A bound group the actor may manage; any other does not exist for them. */
export const getManageableGroup = async (work: Work, id: Id): Promise<GroupRecord> => {
  const allowed = await manageableDepartments(work);
  const group = required(await findGroup(work, id));
  return required(allowed.some((department) => department.id === group.departmentId) ? group : null);
};

export const findGroup = (work: Work, id: Id): Promise<GroupRecord | undefined> =>
  firstRow(groups, work.db(groups.name).where({ id }).whereNull('removed_at'));
