/** Function permissions an administrator grants through roles. */
export const permissions = {
  'crm.use': '使用客户与商机',
  'catalogue.manage': '维护产品',
  'groups.manage': '绑定日报群',
  'org.manage': '组织与权限管理',
  'messages.manage': '查看消息台账',
  'handover.manage': '处理全部客户交接',
  'dictionaries.manage': '维护字典',
} as const;
export type GrantedPermission = keyof typeof permissions;
export const permissionNames = Object.keys(permissions) as GrantedPermission[];

/** `public`: nobody needs to be logged in. `session`: any active employee. Otherwise the named grant is needed. */
export type Permission = 'public' | 'session' | GrantedPermission;

/** How far a role lets a person see, from the org chart. Order is from narrow to wide. */
export const dataScopes = {
  self: '仅本人',
  subordinates: '本人及下属',
  department: '本部门',
  department_and_below: '本部门及下级',
  chosen: '指定部门',
  all: '全公司',
} as const;
export type DataScope = keyof typeof dataScopes;
