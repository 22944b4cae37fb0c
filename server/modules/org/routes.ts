import {
  cancelSync as cancelSyncEndpoint,
  confirmSync as confirmSyncEndpoint,
  createRole as createRoleEndpoint,
  getPerson,
  getSync as getSyncEndpoint,
  listDepartments,
  listPeople,
  listRoles,
  listSyncs as listSyncsEndpoint,
  setPersonRoles as setPersonRolesEndpoint,
  startSync,
  updateRole as updateRoleEndpoint,
} from '../../contract/org.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { cancelSync, confirmSync } from './commands/decide-sync.ts';
import { requestSync } from './commands/request-sync.ts';
import { createRole, updateRole } from './commands/save-role.ts';
import { setPersonRoles } from './commands/set-person-roles.ts';
import { listDepartmentTree } from './queries/departments.ts';
import { listColleagues } from './queries/people.ts';
import { getPersonDetail } from './queries/person-detail.ts';
import { listAllRoles } from './queries/roles.ts';
import { getSync, listSyncs } from './queries/syncs.ts';

export const orgRoutes: readonly Route[] = [
  serve(listPeople, (work, { query }) => listColleagues(work, query)),
  serve(getPerson, (work, { params }) => getPersonDetail(work, params.id)),
  serve(listDepartments, async (work) => ({ items: await listDepartmentTree(work) })),
  serve(listRoles, async (work) => ({ items: await listAllRoles(work) })),
  serve(createRoleEndpoint, async (work, { body }) => ({ id: await createRole(work, body) })),
  serve(updateRoleEndpoint, async (work, { params, body }) => ({
    version: await updateRole(work, { id: params.id, ...body }),
  })),
  serve(setPersonRolesEndpoint, async (work, { params, body }) => {
    await setPersonRoles(work, { personId: params.id, roleIds: body.roleIds });
    return {};
  }),
  serve(listSyncsEndpoint, (work, { query }) => listSyncs(work, query)),
  serve(startSync, async (work, { body }) => ({
    id: await requestSync(work, { trigger: 'manual', dryRun: body.dryRun }),
  })),
  serve(getSyncEndpoint, (work, { params, query }) => getSync(work, params.id, query)),
  serve(confirmSyncEndpoint, async (work, { params }) => {
    await confirmSync(work, { syncId: params.id });
    return {};
  }),
  serve(cancelSyncEndpoint, async (work, { params }) => {
    await cancelSync(work, { syncId: params.id });
    return {};
  }),
];
