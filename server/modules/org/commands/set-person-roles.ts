import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure, required } from '../../../kernel/problem.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { bumpOrgVersion, lockOrg } from '../chart-reader.ts';
import { personRolesSet } from '../events.ts';
import { findPersonById } from '../people.ts';
import { personRoles, roles } from '../store.ts';
import { ensureAdministratorRemains } from './keep-administrator.ts';

/** Gives a colleague exactly these roles; none means the default role. Effective at their next request. */
export const setPersonRoles = async (
  work: Work,
  { personId, roleIds }: { personId: Id; roleIds: Id[] },
): Promise<void> => {
  await lockOrg(work);
  const person = required(await findPersonById(work, personId));
  const wanted = [...new Set(roleIds)];
  const given = await allRows(roles, work.db(roles.name).whereIn('id', wanted).orderBy('id'));
  ensure(given.length === wanted.length, 'org.role_unknown');
  const before = await roleNamesOf(work, personId);
  await work.db(personRoles.name).where({ person_id: personId }).delete();
  await insertMany(
    work,
    personRoles,
    given.map((role) => ({ personId, roleId: role.id })),
  );
  await ensureAdministratorRemains(work);
  await bumpOrgVersion(work);
  const names = given.map((role) => role.name);
  await emit(work, personRolesSet, {
    subject: { kind: 'person', id: personId },
    payload: { personId, name: person.name, roles: names },
    changes: [{ field: 'roles', label: '角色', before: before.join('、') || null, after: names.join('、') || null }],
  });
};

const roleNamesOf = async (work: Work, personId: Id): Promise<string[]> => {
  const ids = work.db(personRoles.name).select('role_id').where({ person_id: personId });
  return (await allRows(roles, work.db(roles.name).whereIn('id', ids).orderBy('id'))).map((role) => role.name);
};
