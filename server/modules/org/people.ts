import type { Id } from '../../contract/page.ts';
import type { PersonRef } from '../../contract/subject.ts';
import { ensure } from '../../kernel/problem.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import type { RowOf } from '../../kernel/table.ts';
import type { ResolvedScope, Work } from '../../kernel/work.ts';
import { activeLeaders, departmentsBelow, ledDepartments, membersOf, nthSuperior, superiorOf } from './chart.ts';
import { orgSeenBy, readOrg } from './chart-reader.ts';
import { people } from './store.ts';

export type PersonRow = RowOf<typeof people>;

/** Colleagues by id, for showing beside records. Unknown ids are missing from the answer. */
export const personRefs = async (work: Work, ids: readonly (Id | null)[]): Promise<Map<Id, PersonRef>> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { chart, names } = await orgSeenBy(work);
  return new Map(
    wanted.flatMap((id) => {
      const name = names.get(id);
      return name === undefined ? [] : [[id, { id, name, active: chart.people.get(id)?.active ?? false }] as const];
    }),
  );
};
export const nameOfPerson = async (work: Work, id: Id): Promise<string | null> =>
  ((await work.db('people').select('name').where({ id }).first()) as { name: string } | undefined)?.name ?? null;

export const findPersonById = (work: Work, id: Id): Promise<PersonRow | undefined> =>
  firstRow(people, work.db(people.name).where({ id }));

export const findPersonByAccount = (work: Work, account: string): Promise<PersonRow | undefined> =>
  firstRow(people, work.db(people.name).where({ account }));

/** Who has left since an instant and not come back. */
export const leaversSince = (work: Work, since: Date): Promise<PersonRow[]> =>
  allRows(people, work.db(people.name).where({ state: 'left' }).where('left_at', '>', since).orderBy('id'));

/** Refuses ids that are not active colleagues. */
export const ensureActivePeople = async (work: Work, ids: readonly Id[]): Promise<void> => {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const [row] = await work
    .db('people')
    .whereIn('id', wanted)
    .where({ state: 'active' })
    .count<{ count: number | string }[]>({ count: '*' });
  ensure(Number(row?.count ?? 0) === wanted.length, 'org.person_unknown');
};

/** The n-th superior who can act (1 = direct), or null. */
export const findSuperior = async (work: Work, personId: Id, n = 1): Promise<Id | null> =>
  nthSuperior((await readOrg(work)).chart, personId, n);

/** The next superior above somebody who may have left. */
export const findSuperiorOfLeaver = async (work: Work, personId: Id): Promise<Id | null> =>
  superiorOf((await readOrg(work)).chart, personId);

/** Departments a person leads directly. */
export const departmentsLedBy = async (work: Work, personId: Id): Promise<Id[]> =>
  ledDepartments((await readOrg(work)).chart, personId);

/** Active people directly below somebody: who reports to them, and the members of the departments they lead. */
export const directTeam = async (work: Work, personId: Id): Promise<Id[]> => {
  const { chart } = await readOrg(work);
  const below = new Set([...(chart.reports.get(personId) ?? []), ...membersOf(chart, ledDepartments(chart, personId))]);
  below.delete(personId);
  return [...below].filter((id) => chart.people.get(id)?.active);
};

/** Active leaders of a department. */
export const leadersOfDepartment = async (work: Work, departmentId: Id): Promise<Id[]> => {
  return activeLeaders((await readOrg(work)).chart, departmentId);
};

/** Everybody in a department and below it, as a data scope: what a group bound to the department may show. */
export const departmentScope = async (
  work: Work,
  departmentId: Id,
): Promise<Extract<ResolvedScope, { all: false }>> => {
  const { chart } = await readOrg(work);
  return { all: false, people: [...membersOf(chart, departmentsBelow(chart, [departmentId]))].sort() };
};

/** The main department of each person, and its name. */
export const mainDepartments = async (
  work: Work,
  ids: readonly (Id | null)[],
): Promise<Map<Id, { id: Id; name: string }>> => {
  const { chart } = await readOrg(work);
  return new Map(
    ids.flatMap((id) => {
      const department = id ? chart.departments.get(chart.people.get(id)?.mainDepartmentId ?? '') : undefined;
      return id && department ? [[id, { id: department.id, name: department.name }] as const] : [];
    }),
  );
};

/** Active people who hold a function permission through their roles. */
export const peopleWithPermission = async (work: Work, permission: string): Promise<Id[]> => {
  const org = await readOrg(work);
  return [...org.chart.people.values()]
    .filter(
      (person) =>
        person.active &&
        org.rolesOf(person.id).some((role) => role.permissions.some((granted) => granted === permission)),
    )
    .map((person) => person.id);
};

/** Everybody who is here now, for finding people named in files. */
export const activePeople = (work: Work): Promise<PersonRow[]> =>
  allRows(people, work.db(people.name).where({ state: 'active' }).orderBy('id'));
