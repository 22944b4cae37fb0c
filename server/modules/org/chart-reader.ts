import type { Id } from '../../contract/page.ts';
import type { DataScope, GrantedPermission } from '../../contract/permissions.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Actor, Kernel, Work } from '../../kernel/work.ts';
import { indexChart, type OrgChart } from './chart.ts';
import { departments, people, personDepartments, roles, personRoles } from './store.ts';

/** Everything about the organisation that scopes and approver look-ups need, at one version. */
export interface OrgSnapshot {
  version: string;
  company: string;
  chart: OrgChart;
  names: ReadonlyMap<Id, string>;
  rolesOf(personId: Id): readonly SnapshotRole[];
}
export interface SnapshotRole {
  id: Id;
  name: string;
  permissions: readonly GrantedPermission[];
  scope: DataScope;
  departmentIds: readonly Id[];
}

const cache = new WeakMap<object, OrgSnapshot>();
const loading = new WeakMap<object, { version: string; snapshot: Promise<OrgSnapshot> }>();

/**
 * The organisation as of its current version. The rows are the truth: one cheap read asks for the version, and only a
 * change of it reads the chart again. Inside a transaction that has changed the chart the new version is seen.
 */
export const readOrg = async (work: Pick<Kernel, 'db'>): Promise<OrgSnapshot> => {
  const state = (await work.db('org_state').select('version', 'company').where({ id: 1 }).first()) as {
    version: string;
    company: string;
  };
  return orgAt(work, String(state.version), state.company);
};

const seen = new WeakMap<Actor, OrgSnapshot>();

/** Notes the organisation by which an actor was let in. */
export const rememberOrg = (actor: Actor, org: OrgSnapshot): void => void seen.set(actor, org);

/** The organisation by which the actor was let in, for names beside records; who was not let in by a session reads it now. */
export const orgSeenBy = async (work: Work): Promise<OrgSnapshot> => seen.get(work.actor) ?? readOrg(work);

/** The same when the caller has already read the version. Requests that come together after a change read it once. */
export const orgAt = async (work: Pick<Kernel, 'db'>, version: string, company: string): Promise<OrgSnapshot> => {
  const key = (work.db.client as { config: object }).config;
  const known = cache.get(key);
  if (known?.version === version) return known;
  if (work.db.isTransaction) return load(work, version, company);
  const underway = loading.get(key);
  if (underway?.version === version) return underway.snapshot;
  const snapshot = load(work, version, company);
  loading.set(key, { version, snapshot });
  try {
    cache.set(key, await snapshot);
    return await snapshot;
  } finally {
    if (loading.get(key)?.snapshot === snapshot) loading.delete(key);
  }
};

const load = async ({ db }: Pick<Kernel, 'db'>, version: string, company: string): Promise<OrgSnapshot> => {
  const everybody = await allRows(people, db(people.name));
  const memberships = await allRows(personDepartments, db(personDepartments.name));
  const tree = await allRows(departments, db(departments.name).whereNull('removed_at'));
  const roleRows = await allRows(roles, db(roles.name));
  const assigned = await allRows(personRoles, db(personRoles.name));
  const byPerson = new Map<Id, { id: Id; leads: boolean }[]>();
  for (const row of memberships)
    byPerson.set(row.personId, [...(byPerson.get(row.personId) ?? []), { id: row.departmentId, leads: row.leads }]);
  const chart = indexChart({
    people: new Map(
      everybody.map((row) => [
        row.id,
        {
          id: row.id,
          active: row.state === 'active',
          mainDepartmentId: row.mainDepartmentId,
          directLeaderId: row.directLeaderId,
          departments: byPerson.get(row.id) ?? [],
        },
      ]),
    ),
    departments: new Map(tree.map((row) => [row.id, { id: row.id, parentId: row.parentId, name: row.name }])),
  });
  const roleById = new Map(roleRows.map((row) => [row.id, row]));
  const defaults = roleRows.filter((row) => row.isDefault);
  const rolesByPerson = new Map<Id, SnapshotRole[]>();
  for (const row of assigned) {
    const role = roleById.get(row.roleId);
    if (role) rolesByPerson.set(row.personId, [...(rolesByPerson.get(row.personId) ?? []), role]);
  }
  return {
    version,
    company,
    chart,
    names: new Map(everybody.map((row) => [row.id, row.name])),
    rolesOf: (personId) => rolesByPerson.get(personId) ?? defaults,
  };
};

/** Every change of people, departments, roles or shares calls this in its transaction, so that all processes read the chart anew. */
export const bumpOrgVersion = async (work: Pick<Work, 'db'>): Promise<void> => {
  await work.db('org_state').where({ id: 1 }).increment('version', 1);
};

/** Waits for whoever changes the organisation right now: taken first by everything that writes people, departments or roles. */
export const lockOrg = async (work: Pick<Work, 'db'>): Promise<void> => {
  await work.db('org_state').where({ id: 1 }).forUpdate().first('id');
};
