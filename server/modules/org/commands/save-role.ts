import type { createRole as createEndpoint } from '../../../contract/org.ts';
import type { InputOf } from '../../../contract/endpoint.ts';
import type { Id } from '../../../contract/page.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { describeChanges, emit } from '../../../kernel/event.ts';
import { ensure, Problem, required } from '../../../kernel/problem.ts';
import { firstRow, insert, patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { dataScopes, permissions } from '../../../contract/permissions.ts';
import { bumpOrgVersion, lockOrg } from '../chart-reader.ts';
import { roleChanged, roleCreated } from '../events.ts';
import { roles } from '../store.ts';
import { ensureAdministratorRemains } from './keep-administrator.ts';

export type RoleInput = InputOf<typeof createEndpoint>['body'];

export const createRole = async (work: Work, input: RoleInput): Promise<Id> => {
  await lockOrg(work);
  await ensureDepartments(work, input);
  const id = await namedOnce(insert(work, roles, { ...input, isDefault: false }));
  await bumpOrgVersion(work);
  await emit(work, roleCreated, { subject: { kind: 'role', id }, payload: { roleId: id, name: input.name } });
  return id;
};

export const updateRole = async (work: Work, input: RoleInput & { id: Id; version: number }): Promise<number> => {
  const { id, version, ...values } = input;
  await lockOrg(work);
  const before = required(await firstRow(roles, work.db(roles.name).where({ id })));
  await ensureDepartments(work, values);
  const next = await namedOnce(patch(work, roles, { id, version }, values));
  await ensureAdministratorRemains(work);
  await bumpOrgVersion(work);
  await emit(work, roleChanged, {
    subject: { kind: 'role', id },
    payload: { roleId: id, name: values.name },
    changes: describeChanges(before, values, labels, words),
  });
  return next;
};

const labels = { name: '名称', permissions: '权限', scope: '数据范围', departmentIds: '指定部门' };
const words = {
  permissions: (value: unknown) => (value as (keyof typeof permissions)[]).map((one) => permissions[one]).join('、'),
  scope: (value: unknown) => dataScopes[value as keyof typeof dataScopes],
  departmentIds: (value: unknown) => `${(value as Id[]).length} 个部门`,
};

const ensureDepartments = async (work: Work, { departmentIds }: RoleInput): Promise<void> => {
  const wanted = [...new Set(departmentIds)];
  if (wanted.length === 0) return;
  const found = await work.db('departments').select('id').whereIn('id', wanted).whereNull('removed_at');
  ensure(found.length === wanted.length, 'org.department_unknown');
};

const namedOnce = async <T>(write: Promise<T>): Promise<T> => {
  try {
    return await write;
  } catch (error) {
    if (isDuplicateKey(error, 'roles_name')) throw new Problem('org.role_name_taken');
    throw error;
  }
};
