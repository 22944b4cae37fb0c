import type { KnownDepartment, KnownPerson, PersonFacts } from '../../../server/modules/org/directory-sync/facts.ts';
import type { DirectoryDepartment, DirectoryPerson } from '../../../server/ports/directory.ts';

/** A department as the platform tells it. */
export const department = (key: string, parentKey: string | null = null, name = `部门${key}`): DirectoryDepartment => ({
  key,
  parentKey,
  name,
  order: 0,
  leaders: [],
});

/** A person as the platform tells them, in one department. */
export const person = (account: string, key: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  account,
  name: `人${account}`,
  position: null,
  mobile: null,
  departments: [{ key, leads: false }],
  mainDepartmentKey: key,
  directLeader: null,
  state: 'active',
  ...more,
});

/** A person in the words of the comparison. */
export const facts = (account: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  account,
  name: `人${account}`,
  position: null,
  mobile: null,
  departments: [{ key: '1', leads: false }],
  mainDepartmentKey: '1',
  directLeader: null,
  state: 'active',
  ...more,
});

export const knownPerson = (account: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  ...facts(account),
  id: '1',
  version: 1,
  directoryAt: null,
  ...more,
});

export const knownDepartment = (key: string, more: Partial<KnownDepartment> = {}): KnownDepartment => ({
  key,
  parentKey: null,
  name: `部门${key}`,
  position: 0,
  id: key,
  removed: false,
  directoryAt: null,
  ...more,
});
