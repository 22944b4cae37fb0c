import type { GrantedPermission, DataScope } from '../../contract/permissions.ts';
import type { DiffKind, PersonState, SyncState } from '../../contract/org.ts';
import type { Id } from '../../contract/page.ts';
import { column, table } from '../../kernel/table.ts';

export const people = table('people', {
  id: column.id(),
  account: column.text(),
  name: column.text(),
  pinyin: column.text(),
  initials: column.text(),
  position: column.nullable(column.text()),
  mobile: column.nullable(column.text()),
  state: column.text<PersonState>(),
  mainDepartmentId: column.nullable(column.id()),
  directLeaderId: column.nullable(column.id()),
  leftAt: column.nullable(column.instant()),
  directoryAt: column.nullable(column.instant()),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});

export const departments = table('departments', {
  id: column.id(),
  platformKey: column.text(),
  parentId: column.nullable(column.id()),
  name: column.text(),
  position: column.int(),
  removedAt: column.nullable(column.instant()),
  directoryAt: column.nullable(column.instant()),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});

export const personDepartments = table('person_departments', {
  personId: column.id(),
  departmentId: column.id(),
  leads: column.bool(),
});

export const roles = table('roles', {
  id: column.id(),
  name: column.text(),
  permissions: column.json<GrantedPermission[]>(),
  scope: column.text<DataScope>(),
  departmentIds: column.json<Id[]>(),
  isDefault: column.bool(),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});

export const personRoles = table('person_roles', { personId: column.id(), roleId: column.id() });

export const shares = table('shares', {
  personId: column.id(),
  kind: column.text(),
  recordId: column.id(),
  createdAt: column.instant(),
});

export const sessions = table('sessions', {
  tokenHash: column.text(),
  personId: column.id(),
  createdAt: column.instant(),
  expiresAt: column.instant(),
  revokedAt: column.nullable(column.instant()),
});

export type SyncTrigger = 'manual' | 'nightly' | 'start';

export const orgSyncs = table('org_syncs', {
  id: column.id(),
  state: column.text<SyncState>(),
  dryRun: column.bool(),
  trigger: column.text<SyncTrigger>(),
  startedBy: column.nullable(column.id()),
  startedAt: column.instant(),
  finishedAt: column.nullable(column.instant()),
  readAt: column.nullable(column.instant()),
  step: column.text(),
  done: column.int(),
  total: column.int(),
  counts: column.json<Partial<Record<DiffKind, number>>>(),
  note: column.nullable(column.text()),
  attempts: column.int(),
});

export const orgSyncChanges = table('org_sync_changes', {
  id: column.id(),
  syncId: column.id(),
  kind: column.text<DiffKind>(),
  targetKey: column.text(),
  name: column.text(),
  detail: column.text(),
  data: column.nullable(column.json<unknown>()),
  applied: column.bool(),
});
