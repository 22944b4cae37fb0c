import type { Id } from '../../../contract/page.ts';
import type { Preferences } from '../../../contract/messages.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { listActiveNames } from '../recipients.ts';
import { heldTopics, titleOf, type NewMessage, type Recipient } from '../message.ts';
import { readPreferences } from '../preferences.ts';
import { quietUntil } from '../quiet-hours.ts';
import { messages, type Message } from '../store.ts';

/**
 * Puts messages into the ledger, each dedupe key once. Not queued: topics the person has muted, people who are not here any more.
 * Reminders inside somebody's quiet hours are held until these end.
 * @returns ids of the messages that were new.
 */
export const queueMessages = async (work: Work, wanted: readonly NewMessage[]): Promise<Id[]> => {
  const unique = [...new Map(wanted.map((one) => [one.dedupeKey, one])).values()];
  const known = await knownKeys(work, unique);
  const fresh = unique.filter((one) => !known.has(one.dedupeKey));
  if (fresh.length === 0) return [];
  const people = fresh.flatMap(({ recipient }) => (recipient.kind === 'person' ? recipient.personId : []));
  const [names, preferences] = [await listActiveNames(work, people), await readPreferences(work, people)];
  const ids = new Map(known);
  const rows: Partial<Message>[] = [];
  for (const one of fresh) {
    const row = rowOf(work, one, names, preferences);
    if (!row) continue;
    const id = work.nextId();
    ids.set(one.dedupeKey, id);
    rows.push({ ...row, id, afterId: one.after ? (ids.get(one.after) ?? null) : null });
  }
  await insertMany(work, messages, rows);
  return rows.flatMap((row) => row.id ?? []);
};

/** One message; null when it was queued before or is not wanted. */
export const queueMessage = async (work: Work, message: NewMessage): Promise<Id | null> =>
  (await queueMessages(work, [message]))[0] ?? null;

const knownKeys = async (work: Work, wanted: readonly NewMessage[]): Promise<Map<string, Id>> => {
  const keys = wanted.flatMap((one) => [one.dedupeKey, one.after ?? one.dedupeKey]);
  const rows = await allRows(messages, work.db(messages.name).whereIn('dedupe_key', [...new Set(keys)]));
  return new Map(rows.map((row) => [row.dedupeKey, row.id]));
};

const rowOf = (
  work: Work,
  message: NewMessage,
  names: Map<Id, string>,
  preferences: Map<Id, Preferences>,
): Partial<Message> | null => {
  const { recipient, topic } = message;
  const base = { ...common(work, message), ...address(recipient) };
  if (recipient.kind !== 'person') return { ...base, recipientName: recipient.name };
  const name = names.get(recipient.personId);
  const wishes = preferences.get(recipient.personId);
  if (name === undefined || !wishes || wishes.muted.some((muted) => muted === topic)) return null;
  const named = { ...base, recipientName: name };
  const release = heldTopics.includes(topic) ? quietUntil(wishes, base.dueAt, work.calendar) : null;
  return release ? { ...named, state: 'held', dueAt: release } : named;
};

const common = (work: Work, message: NewMessage) => ({
  topic: message.topic,
  subjectKind: message.subject?.kind ?? null,
  subjectId: message.subject?.id ?? null,
  title: titleOf(message.content),
  content: message.content,
  dedupeKey: message.dedupeKey,
  state: 'queued' as const,
  dueAt: message.notBefore ?? work.clock.now(),
  attempts: 0,
  maybeDuplicate: false,
});

const address = (recipient: Recipient) => {
  switch (recipient.kind) {
    case 'person':
      return { channel: 'person' as const, personId: recipient.personId, routeKey: `person:${recipient.personId}` };
    case 'group':
      return { channel: recipient.channel, groupId: recipient.groupId, routeKey: `group:${recipient.groupId}` };
    case 'chat':
      return { channel: 'robot' as const, chatId: recipient.chatId, routeKey: `chat:${recipient.chatId}` };
  }
};
