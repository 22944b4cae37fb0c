import type { DataScope, GrantedPermission } from '../../contract/permissions.ts';
import type { Id } from '../../contract/page.ts';

/** The org chart as plain data; everything about lines and departments is answered from it, without I/O. */
export interface Chart {
  people: ReadonlyMap<Id, ChartPerson>;
  departments: ReadonlyMap<Id, { id: Id; parentId: Id | null; name: string }>;
}
export interface ChartPerson {
  id: Id;
  /** Still here and able to act. */
  active: boolean;
  mainDepartmentId: Id | null;
  directLeaderId: Id | null;
  departments: readonly { id: Id; leads: boolean }[];
}
export interface ScopeGrant {
  scope: DataScope;
  departmentIds: readonly Id[];
}

/** A chart with the look-ups that would otherwise be searched for. */
export interface OrgChart extends Chart {
  children: ReadonlyMap<Id, readonly Id[]>;
  members: ReadonlyMap<Id, readonly Id[]>;
  reports: ReadonlyMap<Id, readonly Id[]>;
}

export const indexChart = (chart: Chart): OrgChart => {
  const children = new Map<Id, Id[]>();
  const members = new Map<Id, Id[]>();
  const reports = new Map<Id, Id[]>();
  const add = (map: Map<Id, Id[]>, key: Id, value: Id): void =>
    void (map.get(key)?.push(value) ?? map.set(key, [value]));
  for (const department of chart.departments.values())
    if (department.parentId) add(children, department.parentId, department.id);
  for (const person of chart.people.values()) {
    if (person.directLeaderId) add(reports, person.directLeaderId, person.id);
    for (const membership of person.departments) add(members, membership.id, person.id);
  }
  return { ...chart, children, members, reports };
};

/** A set closed under "what is below": breadth first, cycles harmless. */
const closure = (start: Iterable<Id>, below: (id: Id) => readonly Id[]): Set<Id> => {
  const seen = new Set(start);
  for (const id of seen) for (const next of below(id)) seen.add(next);
  return seen;
};

/** The departments and everything below them. */
export const departmentsBelow = (chart: OrgChart, roots: Iterable<Id>): Set<Id> =>
  closure(roots, (id) => chart.children.get(id) ?? []);

/** The departments and everything above them. */
export const departmentsAbove = (chart: Chart, leaves: Iterable<Id>): Set<Id> =>
  closure(leaves, (id) => {
    const parentId = chart.departments.get(id)?.parentId;
    return parentId ? [parentId] : [];
  });

/** Everybody who belongs to one of the departments, people who have left included: their records stay visible. */
export const membersOf = (chart: OrgChart, departmentIds: Iterable<Id>): Set<Id> =>
  new Set([...departmentIds].flatMap((id) => chart.members.get(id) ?? []));

/** Everybody below a person: the reporting line, and the departments the person leads with all below them. */
export const subordinatesOf = (chart: OrgChart, personId: Id): Set<Id> => {
  const led = ledDepartments(chart, personId);
  const team = membersOf(chart, departmentsBelow(chart, led));
  const everybody = closure([personId, ...team], (id) => [
    ...(chart.reports.get(id) ?? []),
    ...membersOf(chart, departmentsBelow(chart, ledDepartments(chart, id))),
  ]);
  everybody.delete(personId);
  return everybody;
};

/** The department a person belongs to first, while it exists. */
export const mainDepartmentOf = (chart: OrgChart, personId: Id): Id | null =>
  chart.departments.get(chart.people.get(personId)?.mainDepartmentId ?? '')?.id ?? null;

/** Does anybody report to this person, or does this person lead a department? */
export const isLeader = (chart: OrgChart, personId: Id): boolean =>
  ledDepartments(chart, personId).length > 0 || subordinatesOf(chart, personId).size > 0;

/** Departments the person leads. */
export const ledDepartments = (chart: OrgChart, personId: Id): Id[] =>
  chart.people
    .get(personId)
    ?.departments.filter((membership) => membership.leads)
    .map((membership) => membership.id) ?? [];

/** Whose records a person may see under the grants of their roles: the union, always with their own. `all` when a grant says so. */
export const resolveScope = (
  chart: OrgChart,
  personId: Id,
  grants: readonly ScopeGrant[],
): { all: true } | { all: false; people: Id[] } => {
  const seen = new Set<Id>([personId]);
  for (const grant of grants) {
    if (grant.scope === 'all') return { all: true };
    for (const id of grantedPeople(chart, personId, grant)) seen.add(id);
  }
  return { all: false, people: [...seen].sort() };
};

const grantedPeople = (chart: OrgChart, personId: Id, grant: ScopeGrant): Iterable<Id> => {
  const own = chart.people.get(personId)?.departments.map((membership) => membership.id) ?? [];
  switch (grant.scope) {
    case 'self':
    case 'all':
      return [];
    case 'subordinates':
      return subordinatesOf(chart, personId);
    case 'department':
      return membersOf(chart, own);
    case 'department_and_below':
      return [...membersOf(chart, departmentsBelow(chart, own)), ...subordinatesOf(chart, personId)];
    case 'chosen':
      return [...membersOf(chart, departmentsBelow(chart, grant.departmentIds)), ...subordinatesOf(chart, personId)];
  }
};

/**
 * The next person above who can act: the direct leader; without one the leader of the main department, then of the departments above it.
 * Superiors who have left are stepped over. Null at the top.
 */
export const superiorOf = (chart: OrgChart, personId: Id): Id | null => {
  const visited = new Set([personId]);
  let current = personId;
  for (;;) {
    const next = nextAbove(chart, current, visited);
    if (next === null) return null;
    if (chart.people.get(next)?.active) return next;
    visited.add(next);
    current = next;
  }
};

const nextAbove = (chart: OrgChart, personId: Id, visited: ReadonlySet<Id>): Id | null => {
  const person = chart.people.get(personId);
  if (!person) return null;
  if (person.directLeaderId && chart.people.has(person.directLeaderId) && !visited.has(person.directLeaderId))
    return person.directLeaderId;
  const walked = new Set<Id>();
  let department = person.mainDepartmentId;
  while (department && !walked.has(department)) {
    walked.add(department);
    const leader = (chart.members.get(department) ?? []).find(
      (id) =>
        !visited.has(id) &&
        chart.people.get(id)?.departments.some((membership) => membership.id === department && membership.leads),
    );
    if (leader) return leader;
    department = chart.departments.get(department)?.parentId ?? null;
  }
  return null;
};

/** The n-th superior (1 = direct), each step skipping those who cannot act. Null when the line ends before. */
export const nthSuperior = (chart: OrgChart, personId: Id, n: number): Id | null => {
  let current: Id | null = personId;
  const seen = new Set<Id>();
  for (let step = 0; step < n && current; step += 1) {
    seen.add(current);
    current = superiorOf(chart, current);
    if (current && seen.has(current)) return null;
  }
  return current;
};

/** Permissions of several roles together. */
export const unionPermissions = (granted: readonly (readonly GrantedPermission[])[]): Set<GrantedPermission> =>
  new Set(granted.flat());

/** Active leaders of the highest departments that have any. */
export const topLeaders = (chart: OrgChart): Id[] => {
  let level = [...chart.departments.values()].filter((one) => !chart.departments.has(one.parentId ?? ''));
  const seen = new Set<Id>();
  while (level.length > 0) {
    const leaders = level.flatMap(({ id }) => activeLeaders(chart, id));
    if (leaders.length > 0) return [...new Set(leaders)];
    for (const { id } of level) seen.add(id);
    level = level.flatMap(({ id }) =>
      (chart.children.get(id) ?? []).flatMap((child) => (seen.has(child) ? [] : (chart.departments.get(child) ?? []))),
    );
  }
  return [];
};

/** Leaders of one department who can act. */
export const activeLeaders = (chart: OrgChart, departmentId: Id): Id[] =>
  (chart.members.get(departmentId) ?? []).filter((id) => {
    const person = chart.people.get(id);
    return (
      person?.active && person.departments.some((membership) => membership.id === departmentId && membership.leads)
    );
  });
