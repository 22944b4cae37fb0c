import type { PersonState } from '../../../contract/org.ts';
import type { DirectoryDepartment, DirectoryPerson } from '../../../ports/directory.ts';
import type { DepartmentFacts, PersonFacts, Skipped } from './facts.ts';

export interface TidyDepartments {
  departments: DepartmentFacts[];
  /** Accounts the departments themselves name as leaders, by department. */
  leaders: ReadonlyMap<string, ReadonlySet<string>>;
  skipped: Skipped[];
}

/** Departments as a forest: a parent that is not there and a circle are cut, and said. */
export const tidyDepartments = (given: readonly DirectoryDepartment[]): TidyDepartments => {
  const byKey = new Map<string, DepartmentFacts>();
  const skipped: Skipped[] = [];
  for (const { key, parentKey, name, order } of given)
    byKey.set(key, { key, parentKey, name: cut(name || key, 100), position: Math.trunc(order) });
  for (const department of byKey.values()) {
    const why = whyUnattached(byKey, department);
    if (!why) continue;
    skipped.push({ key: department.key, name: department.name, why });
    department.parentKey = null;
  }
  const leaders = new Map(given.map((one) => [one.key, new Set(one.leaders.map(lower))]));
  return { departments: [...byKey.values()], leaders, skipped };
};

const whyUnattached = (byKey: ReadonlyMap<string, DepartmentFacts>, start: DepartmentFacts): string | null => {
  if (start.parentKey === null) return null;
  if (!byKey.has(start.parentKey)) return `上级部门(编号 ${start.parentKey})不在目录中,按顶级部门处理`;
  const seen = new Set<string>();
  let current: DepartmentFacts | undefined = start;
  while (current?.parentKey) {
    seen.add(current.key);
    current = byKey.get(current.parentKey);
    if (current === start) return '上下级部门互相包含,按顶级部门处理';
    if (current && seen.has(current.key)) return null;
  }
  return null;
};

/** People once each, whatever the case of their account and however many departments listed them. */
export const tidyPeople = (
  given: readonly DirectoryPerson[],
  tree: Pick<TidyDepartments, 'departments' | 'leaders'>,
): { people: PersonFacts[]; skipped: Skipped[] } => {
  const visible = new Set(tree.departments.map((department) => department.key));
  const merged = new Map<string, DirectoryPerson>();
  const skipped: Skipped[] = [];
  for (const person of given) {
    const account = lower(person.account);
    if (account === '' || account.length > 64)
      skipped.push({ key: account.slice(0, 64), name: cut(person.name, 100), why: '账号不符合规则,未导入' });
    else merged.set(account, mergePerson(merged.get(account), { ...person, account }));
  }
  const ledBy = invert(tree.leaders);
  const people = [...merged.values()].map((person) => tidyPerson(person, visible, ledBy.get(person.account)));
  return { people, skipped };
};

const mergePerson = (known: DirectoryPerson | undefined, person: DirectoryPerson): DirectoryPerson =>
  known ? { ...person, departments: [...known.departments, ...person.departments] } : person;

/** One person in the words of the comparison; departments outside the visible range are dropped. */
const tidyPerson = (
  person: DirectoryPerson,
  visible: ReadonlySet<string>,
  ledKeys: ReadonlySet<string> = new Set(),
): PersonFacts => {
  const leads = new Map<string, boolean>();
  for (const one of person.departments)
    if (visible.has(one.key)) leads.set(one.key, leads.get(one.key) === true || one.leads);
  for (const key of ledKeys) if (visible.has(key)) leads.set(key, true);
  const departments = [...leads].map(([key, isLeader]) => ({ key, leads: isLeader })).sort(byKeyOrder);
  const leader = person.directLeader ? lower(person.directLeader) : null;
  const main = person.mainDepartmentKey;
  return {
    account: person.account,
    name: cut(person.name.trim() || person.account, 60),
    position: person.position ? cut(person.position, 100) : null,
    mobile: person.mobile ? cut(person.mobile, 30) : null,
    departments,
    mainDepartmentKey: main !== null && leads.has(main) ? main : (departments[0]?.key ?? null),
    directLeader: leader === person.account ? null : leader,
    state: states[person.state],
  };
};

/** Who has not opened the chat client yet works here all the same. */
const states: Record<DirectoryPerson['state'], PersonState> = {
  active: 'active',
  not_activated: 'active',
  disabled: 'disabled',
  left: 'left',
};

const invert = (leaders: TidyDepartments['leaders']): Map<string, Set<string>> => {
  const led = new Map<string, Set<string>>();
  for (const [key, accounts] of leaders)
    for (const account of accounts) led.set(account, (led.get(account) ?? new Set()).add(key));
  return led;
};

const byKeyOrder = (one: { key: string }, other: { key: string }): number => (one.key < other.key ? -1 : 1);
const lower = (account: string): string => account.trim().toLowerCase();
const cut = (text: string, length: number): string => [...text].slice(0, length).join('');
