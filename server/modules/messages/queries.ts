import type { MessageRow, MessageState, MessageTopic } from '../../contract/messages.ts';
import type { Id, Page } from '../../contract/page.ts';
import type { SubjectRef } from '../../contract/subject.ts';
import { pageById } from '../../kernel/paging.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { messages, type Message } from './store.ts';

export interface LedgerFilter {
  cursor?: string | undefined;
  limit: number;
  state?: MessageState | undefined;
  topic?: MessageTopic | undefined;
  undelivered?: '0' | '1' | undefined;
}

/** The ledger, newest first. `undelivered`: failed or given up. */
export const listMessages = async (work: Work, filter: LedgerFilter): Promise<Page<MessageRow>> => {
  const query = work.db(messages.name);
  if (filter.state) void query.where({ state: filter.state });
  if (filter.topic) void query.where({ topic: filter.topic });
  if (filter.undelivered === '1') void query.whereIn('state', ['failed', 'dropped']);
  const page = await pageById(query, 'messages.id', filter, (rows) => allRows(messages, rows));
  return { ...page, items: page.items.map(presentMessage) };
};

export const findMessage = (work: Work, id: Id): Promise<Message | undefined> =>
  firstRow(messages, work.db(messages.name).where({ id }));

/** Every copy of the cards about a subject, sent or not. */
export const listCards = (work: Work, subject: SubjectRef, topic: MessageTopic): Promise<Message[]> =>
  allRows(
    messages,
    work.db(messages.name).where({ subject_kind: subject.kind, subject_id: subject.id, topic }).orderBy('id'),
  );

/** How many messages wait to be sent. */
export const countWaiting = async (work: Pick<Work, 'db'>): Promise<number> => {
  const [row] = await work.db(messages.name).where({ waiting: 1 }).count<{ count: number }[]>({ count: '*' });
  return Number(row?.count ?? 0);
};

const presentMessage = (row: Message): MessageRow => ({
  id: row.id,
  topic: row.topic,
  to: row.recipientName,
  title: row.title,
  state: row.state,
  attempts: row.attempts,
  error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
  nextAttemptAt: ['held', 'queued', 'failed'].includes(row.state) ? row.dueAt.toISOString() : null,
  maybeDuplicate: row.maybeDuplicate,
});
