import { z } from 'zod';
import { eventKind } from '../../kernel/event.ts';

const person = z.object({ personId: z.string(), name: z.string() });
const department = z.object({ departmentId: z.string(), name: z.string() });
const role = z.object({ roleId: z.string(), name: z.string() });

export const personJoined = eventKind('person.joined', person, () => '加入了通讯录');
export const personChanged = eventKind('person.changed', person, () => '资料有变动');
export const personLeft = eventKind('person.left', person.extend({ account: z.string() }), () => '离职');
export const personReturned = eventKind('person.returned', person, () => '恢复在职');
export const personRolesSet = eventKind(
  'person.roles_set',
  person.extend({ roles: z.array(z.string()) }),
  ({ roles }) => (roles.length > 0 ? `角色设为 ${roles.join('、')}` : '恢复默认角色'),
);
export const departmentCreated = eventKind('department.created', department, ({ name }) => `新增部门 ${name}`);
export const departmentChanged = eventKind('department.changed', department, ({ name }) => `部门 ${name} 有变动`);
export const departmentRemoved = eventKind('department.removed', department, ({ name }) => `删除部门 ${name}`);
export const roleCreated = eventKind('role.created', role, ({ name }) => `新建角色 ${name}`);
export const roleChanged = eventKind('role.changed', role, ({ name }) => `修改角色 ${name}`);

/** Somebody, or the night, wants the directory read or a diff applied; a bot does it. */
export const orgSyncRequested = eventKind(
  'org.sync_requested',
  z.object({ syncId: z.string() }),
  () => '发起了组织同步',
);
export const orgSyncBlocked = eventKind(
  'org.sync_blocked',
  z.object({ syncId: z.string(), note: z.string() }),
  ({ note }) => `组织同步等待确认:${note}`,
);
export const orgSyncCancelled = eventKind(
  'org.sync_cancelled',
  z.object({ syncId: z.string() }),
  () => '取消了组织同步',
);
export const orgSynced = eventKind(
  'org.synced',
  z.object({ syncId: z.string(), counts: z.record(z.string(), z.number()) }),
  () => '完成了组织同步',
);
export const orgSyncFailed = eventKind(
  'org.sync_failed',
  z.object({ syncId: z.string(), note: z.string() }),
  ({ note }) => `组织同步失败:${note}`,
);

export const orgEvents = [
  personJoined,
  personChanged,
  personLeft,
  personReturned,
  personRolesSet,
  departmentCreated,
  departmentChanged,
  departmentRemoved,
  roleCreated,
  roleChanged,
  orgSyncRequested,
  orgSyncBlocked,
  orgSyncCancelled,
  orgSynced,
  orgSyncFailed,
];
