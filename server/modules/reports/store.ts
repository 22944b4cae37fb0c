import type { GroupKind } from '../../contract/reports.ts';
import { column, table, type RowOf } from '../../kernel/table.ts';
import type { DigestFacts } from './digest.ts';

export const groups = table('chat_groups', {
  id: column.id(),
  name: column.text(),
  kind: column.text<GroupKind>(),
  departmentId: column.id(),
  address: column.text(),
  active: column.bool(),
  lastDigestOn: column.nullable(column.date()),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
  createdBy: column.nullable(column.id()),
  updatedBy: column.nullable(column.id()),
  removedAt: column.nullable(column.instant()),
});
export type GroupRecord = RowOf<typeof groups>;

export const robotChats = table('robot_chats', {
  chatId: column.text(),
  personId: column.nullable(column.id()),
  seenAt: column.instant(),
});

export const digests = table('digests', {
  id: column.id(),
  departmentId: column.id(),
  day: column.date(),
  frozenAt: column.instant(),
  facts: column.json<DigestFacts>(),
  headline: column.text(),
  createdAt: column.instant(),
});
export type DigestRecord = RowOf<typeof digests>;
