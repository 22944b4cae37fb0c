import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { flag, id, line, page, pageQuery } from './page.ts';
import { dataScopes, permissionNames } from './permissions.ts';
import { defineProblems } from './problem.ts';

export const orgProblems = defineProblems({
  'org.last_admin': [422, '至少要保留一位能管理组织与权限的在职人员'],
  'org.sync_running': [409, '已有一次同步正在进行'],
  'org.sync_not_waiting': [409, '这次同步不在等待确认的状态'],
  'org.sync_stale': [409, '组织数据已变化,请重新预演后再确认'],
  'org.role_name_taken': [409, '已有同名的角色'],
  'org.role_unknown': [422, '角色不存在'],
  'org.department_unknown': [422, '部门不存在'],
  'org.person_unknown': [422, '没有这位同事或已离职'],
});

export const personStates = { active: '在职', disabled: '已停用', left: '已离职', hidden: '不在可见范围' } as const;
export type PersonState = keyof typeof personStates;
const personState = z.enum(Object.keys(personStates) as [PersonState, ...PersonState[]]);

export const person = z.object({
  id,
  name: z.string(),
  position: z.string().nullable(),
  department: z.string().nullable(),
  departmentId: id.nullable(),
  state: personState,
});
export type Person = z.infer<typeof person>;

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/people',
  summary: 'Colleagues by name, pinyin or department',
  permission: 'session',
  query: z.strictObject({
    ...pageQuery,
    keyword: z.string().trim().max(50).optional(),
    departmentId: id.optional(),
    /** Only people whose records I may see. */
    mine: flag.optional(),
    state: personState.optional(),
  }),
  response: page(person),
});

export const personDetail = person.extend({
  /** Masked unless the viewer manages the organisation or is the person. */
  mobile: z.string().nullable(),
  leader: z.object({ id, name: z.string() }).nullable(),
  departments: z.array(z.object({ id, name: z.string(), leads: z.boolean(), main: z.boolean() })),
  roles: z.array(z.object({ id, name: z.string() })),
  /** The platform account, to open the colleague's profile in chat. */
  account: z.string(),
});
export const getPerson = endpoint({
  method: 'GET',
  path: '/api/people/:id',
  summary: 'One colleague',
  permission: 'session',
  params: z.strictObject({ id }),
  response: personDetail,
  problems: ['record.not_found'],
});

export const department = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  leaders: z.array(z.object({ id, name: z.string() })),
  /** Active people directly in it. */
  people: z.number().int(),
  /** Active people in it and below, each once. */
  peopleBelow: z.number().int(),
});
export const listDepartments = endpoint({
  method: 'GET',
  path: '/api/departments',
  summary: 'The department tree as a flat list, parents before children',
  permission: 'session',
  response: z.object({ items: z.array(department) }),
});

export const role = z.object({
  id,
  name: z.string(),
  permissions: z.array(z.enum(permissionNames as [(typeof permissionNames)[number], ...typeof permissionNames])),
  scope: z.enum(Object.keys(dataScopes) as [keyof typeof dataScopes, ...(keyof typeof dataScopes)[]]),
  /** For scope `chosen`. */
  departmentIds: z.array(id),
  /** Given to everybody without a role of their own. */
  isDefault: z.boolean(),
  people: z.number().int(),
  version: z.number().int(),
});
export type Role = z.infer<typeof role>;
const roleBody = z.strictObject({
  name: line(30, '角色名称'),
  permissions: role.shape.permissions,
  scope: role.shape.scope,
  departmentIds: z.array(id).max(200),
});

export const listRoles = endpoint({
  method: 'GET',
  path: '/api/roles',
  summary: 'Roles with their permissions and data scope',
  permission: 'org.manage',
  response: z.object({ items: z.array(role) }),
});
export const createRole = endpoint({
  method: 'POST',
  path: '/api/roles',
  summary: 'Create a role',
  permission: 'org.manage',
  body: roleBody,
  response: z.object({ id }),
  problems: ['org.department_unknown', 'org.role_name_taken'],
});
export const updateRole = endpoint({
  method: 'PUT',
  path: '/api/roles/:id',
  summary: 'Change a role',
  permission: 'org.manage',
  params: z.strictObject({ id }),
  body: roleBody.extend({ version: z.number().int() }),
  response: z.object({ version: z.number().int() }),
  problems: ['org.last_admin', 'org.department_unknown', 'org.role_name_taken', 'conflict.stale', 'record.not_found'],
});
export const setPersonRoles = endpoint({
  method: 'PUT',
  path: '/api/people/:id/roles',
  summary: 'Give a colleague their roles',
  permission: 'org.manage',
  params: z.strictObject({ id }),
  body: z.strictObject({ roleIds: z.array(id).max(10) }),
  response: z.object({}),
  problems: ['org.last_admin', 'org.role_unknown', 'record.not_found'],
});

export const syncStates = {
  running: '正在读取',
  ready: '预演完成',
  waiting: '等待确认',
  applying: '正在应用',
  done: '已完成',
  failed: '失败',
  cancelled: '已取消',
} as const;
export type SyncState = keyof typeof syncStates;
export const diffKinds = {
  person_added: '新增人员',
  person_changed: '人员变动',
  person_left: '离职',
  person_hidden: '移出可见范围',
  department_added: '新增部门',
  department_changed: '部门变动',
  department_removed: '删除部门',
  skipped: '跳过',
} as const;
export type DiffKind = keyof typeof diffKinds;
export const orgSync = z.object({
  id,
  state: z.enum(Object.keys(syncStates) as [SyncState, ...SyncState[]]),
  dryRun: z.boolean(),
  trigger: z.enum(['manual', 'nightly', 'start']),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  progress: z.object({ done: z.number().int(), all: z.number().int(), step: z.string() }),
  counts: z.partialRecord(z.enum(Object.keys(diffKinds) as [DiffKind, ...DiffKind[]]), z.number().int()),
  /** Why the brake stopped it, or why it failed. */
  note: z.string().nullable(),
});
export type OrgSync = z.infer<typeof orgSync>;
export const listSyncs = endpoint({
  method: 'GET',
  path: '/api/org-syncs',
  summary: 'Directory syncs, newest first',
  permission: 'org.manage',
  query: z.strictObject({ ...pageQuery }),
  response: page(orgSync),
});
export const startSync = endpoint({
  method: 'POST',
  path: '/api/org-syncs',
  summary: 'Pull the directory into a diff; without dryRun it is applied unless the brake stops it',
  permission: 'org.manage',
  body: z.strictObject({ dryRun: z.boolean() }),
  response: z.object({ id }),
  problems: ['org.sync_running'],
});
export const getSync = endpoint({
  method: 'GET',
  path: '/api/org-syncs/:id',
  summary: 'One sync with its diff',
  permission: 'org.manage',
  params: z.strictObject({ id }),
  query: z.strictObject({ ...pageQuery, kind: z.enum(Object.keys(diffKinds) as [DiffKind, ...DiffKind[]]).optional() }),
  response: z.object({
    sync: orgSync,
    changes: page(
      z.object({
        kind: z.enum(Object.keys(diffKinds) as [DiffKind, ...DiffKind[]]),
        name: z.string(),
        /** What changes, in a sentence. */
        detail: z.string(),
      }),
    ),
  }),
  problems: ['record.not_found'],
});
export const confirmSync = endpoint({
  method: 'POST',
  path: '/api/org-syncs/:id/confirmation',
  summary: 'Apply a dry run, or a sync the brake has stopped',
  permission: 'org.manage',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['org.sync_not_waiting', 'org.sync_running', 'org.sync_stale', 'record.not_found'],
});
export const cancelSync = endpoint({
  method: 'DELETE',
  path: '/api/org-syncs/:id',
  summary: 'Discard a sync that waits',
  permission: 'org.manage',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['org.sync_not_waiting', 'record.not_found'],
});
