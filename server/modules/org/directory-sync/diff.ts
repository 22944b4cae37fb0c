import {
  knowsBetter,
  type DepartmentChange,
  type DepartmentFacts,
  type KnownDepartment,
  type KnownPerson,
  type PersonChange,
  type PersonFacts,
} from './facts.ts';

/** When the directory was asked, and what time it is while comparing. */
export interface AskedAt {
  readAt: Date;
  now: Date;
}

/** Departments added, renamed or moved, and removed. */
export const diffDepartments = (
  known: readonly KnownDepartment[],
  found: readonly DepartmentFacts[],
  asked: AskedAt,
): DepartmentChange[] => {
  const knownByKey = new Map(known.map((one) => [one.key, one]));
  const foundKeys = new Set(found.map((one) => one.key));
  const changes = found.flatMap((facts): DepartmentChange[] => {
    const before = knownByKey.get(facts.key);
    if (!before || before.removed) return [{ kind: 'department_added', key: facts.key, name: facts.name, facts }];
    if (knowsBetter(before, asked.readAt, asked.now) || sameDepartment(before, facts)) return [];
    return [{ kind: 'department_changed', key: facts.key, name: facts.name, facts }];
  });
  const removed = known
    .filter((one) => !one.removed && !foundKeys.has(one.key) && !knowsBetter(one, asked.readAt, asked.now))
    .map(({ key, name }): DepartmentChange => ({ kind: 'department_removed', key, name, facts: null }));
  return [...changes, ...removed];
};

const sameDepartment = (one: DepartmentFacts, other: DepartmentFacts): boolean =>
  one.name === other.name && one.parentKey === other.parentKey && one.position === other.position;

export type PersonField = Exclude<keyof PersonFacts, 'account'>;
const personFields: readonly PersonField[] = [
  'name',
  'position',
  'mobile',
  'departments',
  'mainDepartmentKey',
  'directLeader',
  'state',
];

/** The fields in which the directory differs from what we hold. A mobile number it does not tell is no difference. */
export const changedFields = (known: PersonFacts, found: PersonFacts): PersonField[] =>
  personFields.filter((field) => {
    if (field === 'mobile') return found.mobile !== null && found.mobile !== known.mobile;
    if (field === 'departments') return memberships(known) !== memberships(found);
    return known[field] !== found[field];
  });

const memberships = ({ departments }: PersonFacts): string =>
  departments
    .map((one) => `${one.key}:${one.leads}`)
    .sort()
    .join();

/** People of ours the directory no longer lists, active ones first: they have left, or are out of sight. It takes another question to know. */
export const missingAccounts = (
  known: readonly KnownPerson[],
  found: readonly PersonFacts[],
  asked: AskedAt,
): string[] => {
  const listed = new Set(found.map((one) => one.account));
  return known
    .filter((one) => one.state !== 'left' && !listed.has(one.account) && !knowsBetter(one, asked.readAt, asked.now))
    .sort((one, other) => Number(other.state === 'active') - Number(one.state === 'active'))
    .map((one) => one.account);
};

/** What happened to people: added, changed, left, out of sight. `fates` answers for those who are missing. */
export const diffPeople = (
  known: readonly KnownPerson[],
  found: readonly PersonFacts[],
  fates: ReadonlyMap<string, 'left' | 'hidden'>,
  asked: AskedAt,
): PersonChange[] => {
  const knownByAccount = new Map(known.map((one) => [one.account, one]));
  const changes = found.flatMap((facts) => diffPerson(knownByAccount.get(facts.account), facts, asked) ?? []);
  const gone = [...fates].flatMap(([account, state]): PersonChange[] => {
    const before = knownByAccount.get(account);
    return before ? (diffAbsence(before, state, asked) ?? []) : [];
  });
  return [...changes, ...gone];
};

const diffPerson = (before: KnownPerson | undefined, facts: PersonFacts, asked: AskedAt): PersonChange[] | null => {
  const { account, name, state } = facts;
  if (!before) return state === 'left' ? null : [{ kind: 'person_added', account, name, state, facts }];
  if (knowsBetter(before, asked.readAt, asked.now)) return null;
  if (state === 'left') return diffAbsence(before, 'left', asked);
  return changedFields(before, facts).length > 0 ? [{ kind: 'person_changed', account, name, state, facts }] : null;
};

const diffAbsence = (before: KnownPerson, state: 'left' | 'hidden', asked: AskedAt): PersonChange[] | null => {
  if (before.state === state || knowsBetter(before, asked.readAt, asked.now)) return null;
  return [{ kind: `person_${state}`, account: before.account, name: before.name, state, facts: null }];
};

/** Why applying must wait for an administrator, or null. Adding people never trips it. */
export const brakeNote = (known: readonly KnownPerson[], changes: readonly PersonChange[]): string | null => {
  const active = new Set(known.filter((one) => one.state === 'active').map((one) => one.account));
  const disabled = changes.filter((one) => one.state !== 'active' && active.has(one.account)).length;
  if (disabled <= 20 && disabled * 10 <= active.size) return null;
  const share = Math.round((disabled / active.size) * 100);
  return `将有 ${disabled} 人不能再使用系统(占在职 ${active.size} 人的 ${share}%),请核对后确认`;
};
