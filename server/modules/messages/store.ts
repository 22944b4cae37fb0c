import type { MessageState, MessageTopic, Preferences } from '../../contract/messages.ts';
import { column, table, type RowOf } from '../../kernel/table.ts';
import type { StoredContent } from './message.ts';

export const messages = table('messages', {
  id: column.id(),
  topic: column.text<MessageTopic>(),
  channel: column.text<'person' | 'webhook' | 'robot'>(),
  personId: column.nullable(column.id()),
  groupId: column.nullable(column.id()),
  chatId: column.nullable(column.text()),
  recipientName: column.text(),
  routeKey: column.text(),
  subjectKind: column.nullable(column.text()),
  subjectId: column.nullable(column.id()),
  title: column.text(),
  content: column.json<StoredContent>(),
  dedupeKey: column.text(),
  state: column.text<MessageState>(),
  dueAt: column.instant(),
  afterId: column.nullable(column.id()),
  attempts: column.int(),
  attemptedAt: column.nullable(column.instant()),
  holder: column.nullable(column.text()),
  leaseUntilMs: column.nullable(column.int()),
  sentAt: column.nullable(column.instant()),
  errorCode: column.nullable(column.text()),
  errorMessage: column.nullable(column.text()),
  platformMessageId: column.nullable(column.text()),
  updateCode: column.nullable(column.text()),
  maybeDuplicate: column.bool(),
  settled: column.nullable(column.text()),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export type Message = RowOf<typeof messages>;

export const preferenceRows = table('preferences', {
  personId: column.id(),
  quietFrom: column.text(),
  quietUntil: column.text(),
  muted: column.json<Preferences['muted']>(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
