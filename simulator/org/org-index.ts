import { type Department, type Person, type State } from '../state.ts';

export interface OrgIndex {
  departments: Map<number, Department>;
  children: Map<number, Department[]>;
  /** By lower-cased userid. */
  people: Map<string, Person>;
  /** Direct members by department. */
  members: Map<number, Person[]>;
  visibleDepartments: Set<number>;
  /** Lower-cased userids. */
  visiblePeople: Set<string>;
}

const built = new WeakMap<State, { version: number; index: OrgIndex }>();

/** Look-ups over the company and the app's visible range, rebuilt after a change of `orgVersion`. */
export function orgIndex(state: State): OrgIndex {
  const known = built.get(state);
  if (known?.version === state.orgVersion) return known.index;
  const index = build(state);
  built.set(state, { version: state.orgVersion, index });
  return index;
}

export function findPerson(state: State, userid: string): Person | undefined {
  return orgIndex(state).people.get(userid.toLowerCase());
}

export function isVisible(state: State, userid: string): boolean {
  return orgIndex(state).visiblePeople.has(userid.toLowerCase());
}

export function nameOf(state: State, userid: string): string {
  const leaver = state.leavers.find((each) => each.userid === userid);
  return findPerson(state, userid)?.name ?? leaver?.name ?? userid;
}

/** The department and everything below it, the nearest first. */
export function subtree(index: OrgIndex, id: number): Department[] {
  const start = index.departments.get(id);
  if (!start) return [];
  const found = [start];
  for (let i = 0; i < found.length; i++) found.push(...(index.children.get(found[i]?.id ?? 0) ?? []));
  return found;
}

/** Members of a department and, if asked, of everything below; each person once. */
export function membersOf(index: OrgIndex, departmentId: number, isDeep: boolean): Person[] {
  const ids = isDeep ? subtree(index, departmentId).map((each) => each.id) : [departmentId];
  return [...new Set(ids.flatMap((id) => index.members.get(id) ?? []))];
}

function build(state: State): OrgIndex {
  const { departments, people } = state.company;
  const index: OrgIndex = {
    departments: new Map(departments.map((each) => [each.id, each])),
    children: new Map(),
    people: new Map(people.map((each) => [each.userid.toLowerCase(), each])),
    members: new Map(),
    visibleDepartments: new Set(),
    visiblePeople: new Set(),
  };
  for (const department of departments) push(index.children, department.parentId, department);
  for (const siblings of index.children.values()) siblings.sort((a, b) => b.order - a.order || a.id - b.id);
  for (const person of people) {
    for (const id of person.departments) push(index.members, id, person);
  }
  addVisible(state, index);
  return index;
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function addVisible(state: State, index: OrgIndex): void {
  for (const id of state.visibleRange.departmentIds) {
    for (const department of subtree(index, id)) index.visibleDepartments.add(department.id);
  }
  for (const id of state.visibleRange.userids) {
    if (index.people.has(id.toLowerCase())) index.visiblePeople.add(id.toLowerCase());
  }
  for (const id of index.visibleDepartments) {
    for (const person of index.members.get(id) ?? []) index.visiblePeople.add(person.userid.toLowerCase());
  }
}
