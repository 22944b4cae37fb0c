import { type z } from 'zod';
import { createRole, listRoles, type Role, updateRole } from '../../../../server/contract/org.ts';
import { dataScopes, permissions } from '../../../../server/contract/permissions.ts';
import { call } from '../../../api.ts';
import { markChanged } from '../../../composables/freshness.ts';
import { tellDone } from '../../../composables/tell-problem.ts';
import { useForm } from '../../../composables/use-form.ts';

type RoleValues = z.input<typeof createRole.body>;

export const roleLabels: Record<keyof RoleValues, string> = {
  name: '角色名称',
  permissions: '功能权限',
  scope: '数据范围',
  departmentIds: '指定部门',
};
export function sayRoleValue(path: string, value: unknown): string {
  if (path === 'permissions') return (value as RoleValues['permissions']).map((name) => permissions[name]).join('、');
  if (path === 'scope') return dataScopes[value as RoleValues['scope']];
  if (path === 'departmentIds') return `${(value as string[]).length} 个部门`;
  return String(value);
}

const empty: RoleValues = { name: '', permissions: ['crm.use'], scope: 'self', departmentIds: [] };
const valuesOf = ({ name, permissions: granted, scope, departmentIds }: Role): RoleValues => ({
  ...{ name, permissions: [...granted], scope, departmentIds: [...departmentIds] },
});

/** Creates a role, or changes one with the version it was read at. */
export function useRoleForm(role: Role | null) {
  let version = role?.version ?? 1;
  const save = async ({ values, key }: { values: RoleValues; key: string }) => {
    if (role) await call(updateRole, { params: { id: role.id }, body: { ...values, version } }, { key });
    else await call(createRole, { body: values }, { key });
    markChanged('person');
    tellDone('已保存');
  };
  const latest = async () => {
    const { items } = await call(listRoles);
    const found = items.find(({ id }) => id === role?.id);
    version = found?.version ?? version;
    return found ? valuesOf(found) : empty;
  };
  return useForm({
    schema: createRole.body,
    initial: role ? valuesOf(role) : empty,
    draftKey: `role.${role?.id ?? 'new'}`,
    prepare: (values) => ({ ...values, departmentIds: values.scope === 'chosen' ? values.departmentIds : [] }),
    save,
    ...(role && { latest }),
  });
}
