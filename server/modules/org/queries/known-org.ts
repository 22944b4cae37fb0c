import type { Knex } from 'knex';
import type { Id } from '../../../contract/page.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import type { KnownDepartment, KnownPerson } from '../directory-sync/facts.ts';
import { departments, people } from '../store.ts';

/** Every department we know, removed ones included, in the platform's keys. */
export const readKnownDepartments = async (work: Work): Promise<KnownDepartment[]> => {
  const rows = await allRows(departments, work.db(departments.name));
  const keyById = new Map(rows.map((row) => [row.id, row.platformKey]));
  return rows.map((row) => ({
    id: row.id,
    key: row.platformKey,
    parentKey: row.parentId ? (keyById.get(row.parentId) ?? null) : null,
    name: row.name,
    position: row.position,
    removed: row.removedAt !== null,
    directoryAt: row.directoryAt,
  }));
};

/** Everybody we know, whatever their state. */
export const readKnownPeople = (work: Work): Promise<KnownPerson[]> => read(work, work.db(people.name), null);

/** The people with these accounts, locked in id order until the transaction ends. */
export const lockKnownPeople = (work: Work, accounts: readonly string[]): Promise<KnownPerson[]> =>
  read(
    work,
    work
      .db(people.name)
      .whereIn('account', accounts as string[])
      .orderBy('id')
      .forUpdate(),
    accounts,
  );

/** Keys of the departments somebody leads. */
export const readLedKeys = async (work: Work, account: string): Promise<string[]> =>
  ((await leaderships(work).where({ 'people.account': account })) as Leadership[]).map((row) => row.key);

/** Accounts of a department's leaders. */
export const readLeaderAccounts = async (work: Work, departmentKey: string): Promise<string[]> =>
  ((await leaderships(work).where({ 'departments.platform_key': departmentKey })) as Leadership[]).map((row) =>
    row.account.toLowerCase(),
  );

interface Leadership {
  key: string;
  account: string;
}

const leaderships = (work: Work): Knex.QueryBuilder =>
  work
    .db('person_departments')
    .join('people', 'people.id', 'person_departments.person_id')
    .join('departments', 'departments.id', 'person_departments.department_id')
    .select({ key: 'departments.platform_key', account: 'people.account' })
    .where({ 'person_departments.leads': 1 });

const read = async (work: Work, query: Knex.QueryBuilder, only: readonly string[] | null): Promise<KnownPerson[]> => {
  const rows = await allRows(people, query);
  const ids = only && rows.map((row) => row.id);
  const memberships = await readMemberships(work, ids);
  const accountById = await readAccounts(work, ids && rows.flatMap((row) => row.directLeaderId ?? []));
  const keyById = await readDepartmentKeys(work);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    account: row.account.toLowerCase(),
    name: row.name,
    position: row.position,
    mobile: row.mobile,
    departments: memberships.get(row.id) ?? [],
    mainDepartmentKey: row.mainDepartmentId ? (keyById.get(row.mainDepartmentId) ?? null) : null,
    directLeader: row.directLeaderId ? (accountById.get(row.directLeaderId) ?? null) : null,
    state: row.state,
    directoryAt: row.directoryAt,
  }));
};

type Memberships = Map<Id, { key: string; leads: boolean }[]>;

const readMemberships = async (work: Work, ids: Id[] | null): Promise<Memberships> => {
  const query = work
    .db('person_departments')
    .join('departments', 'departments.id', 'person_departments.department_id')
    .select({
      personId: 'person_departments.person_id',
      key: 'departments.platform_key',
      leads: 'person_departments.leads',
    });
  if (ids) void query.whereIn('person_departments.person_id', ids);
  const rows = (await query) as { personId: Id; key: string; leads: number }[];
  const byPerson: Memberships = new Map();
  for (const row of rows) {
    const membership = { key: row.key, leads: Number(row.leads) === 1 };
    const list = byPerson.get(row.personId);
    if (list) list.push(membership);
    else byPerson.set(row.personId, [membership]);
  }
  return byPerson;
};

const readAccounts = async (work: Work, ids: Id[] | null): Promise<Map<Id, string>> => {
  const query = work.db('people').select<{ id: Id; account: string }[]>('id', 'account');
  if (ids) void query.whereIn('id', ids);
  const rows = await query;
  return new Map(rows.map((row) => [row.id, row.account.toLowerCase()]));
};

const readDepartmentKeys = async (work: Work): Promise<Map<Id, string>> => {
  const rows = await work.db('departments').select<{ id: Id; key: string }[]>({ id: 'id', key: 'platform_key' });
  return new Map(rows.map((row) => [row.id, row.key]));
};
