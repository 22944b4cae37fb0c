import { permissionNames } from '../../../contract/permissions.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { bumpOrgVersion } from '../chart-reader.ts';
import { roles } from '../store.ts';

/** What a new company starts with; names and grants are the administrator's to change afterwards. */
const defaults = [
  { name: '管理员', permissions: permissionNames, scope: 'subordinates' as const, isDefault: false },
  {
    name: '总经理',
    permissions: ['crm.use', 'groups.manage', 'handover.manage'] as const,
    scope: 'all' as const,
    isDefault: false,
  },
  { name: '业务人员', permissions: ['crm.use'] as const, scope: 'subordinates' as const, isDefault: true },
];

/** Creates the starting roles when there are none. Safe to call at every start and from several processes. */
export const ensureDefaultRoles = async (work: Work): Promise<void> => {
  await work.db('org_state').where({ id: 1 }).forUpdate().first();
  if (await work.db(roles.name).first('id')) return;
  for (const role of defaults)
    await insert(work, roles, { ...role, permissions: [...role.permissions], departmentIds: [] });
  await bumpOrgVersion(work);
};
