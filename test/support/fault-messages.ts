import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Product } from '../../server/compose.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { queueMessages, type NewMessage } from '../../server/modules/messages/index.ts';
import type { BoundGroup } from './fault-groups.ts';

export interface Queueing {
  /** Texts that were queued and acknowledged. */
  readonly texts: readonly string[];
  stop(): Promise<void>;
}

/** Queues messages to everybody in turn, every tenth to a group, until stopped: a stand-in for whatever the product has to say. */
export async function startQueueing(
  { kernel }: Product,
  groups: readonly BoundGroup[],
  { paceMs, label }: { paceMs: number; label: string },
): Promise<Queueing> {
  const work = systemWork(kernel);
  const people = await work.db('people').where({ state: 'active' }).orderBy('id').select<{ id: string }[]>('id');
  const texts: string[] = [];
  let isStopped = false;
  const recipientOf = (serial: number): NewMessage['recipient'] => {
    const group = groups[(serial / 10) % groups.length];
    return group
      ? { kind: 'group', groupId: group.id, channel: 'webhook', name: group.name }
      : { kind: 'person', personId: people[serial % people.length]?.id ?? '' };
  };
  const queueOne = async (serial: number): Promise<void> => {
    const text = `${label} 第 ${serial} 条`;
    const message: NewMessage = {
      topic: 'approval_result',
      recipient: recipientOf(serial),
      content: { type: 'text', text },
      dedupeKey: `${label}:${serial}`,
    };
    await inTransaction(work, (inner) => queueMessages(inner, [message]));
    texts.push(text);
  };
  const run = async (): Promise<void> => {
    for (let serial = 1; !isStopped; serial += 1) {
      await queueOne(serial).catch(() => undefined);
      await sleep(paceMs);
    }
  };
  const ended = run();
  return {
    texts,
    stop: async () => {
      isStopped = true;
      await ended;
    },
  };
}

/** Messages of the ledger by state. */
export async function countByState(db: Knex, dedupePrefix = ''): Promise<Record<string, number>> {
  const rows: { state: string; times: number | string }[] = await db('messages')
    .where('dedupe_key', 'like', `${dedupePrefix}%`)
    .groupBy('state')
    .select('state', db.raw('count(*) as times'));
  return Object.fromEntries(rows.map(({ state, times }) => [state, Number(times)]));
}
