import type { Role } from '../../../contract/org.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { readOrg } from '../chart-reader.ts';
import { roles } from '../store.ts';

/** Roles with how many active people have them; the default role counts everybody without a role of their own. */
export const listAllRoles = async (work: Work): Promise<Role[]> => {
  const { chart, rolesOf } = await readOrg(work);
  const counts = new Map<string, number>();
  for (const person of chart.people.values())
    if (person.active) for (const role of rolesOf(person.id)) counts.set(role.id, (counts.get(role.id) ?? 0) + 1);
  const rows = await allRows(roles, work.db(roles.name).orderBy('id'));
  return rows.map(({ id, name, permissions, scope, departmentIds, isDefault, version }) => ({
    id,
    name,
    permissions,
    scope,
    departmentIds,
    isDefault,
    people: counts.get(id) ?? 0,
    version,
  }));
};
