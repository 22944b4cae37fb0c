import { randomUUID } from 'node:crypto';
import { events, type RecordedEvent, type Reaction } from './event.ts';
import { firstRow } from './rows.ts';
import { inTransaction } from './transaction.ts';
import { systemWork, type Kernel, type Work } from './work.ts';

const leaseMs = 60_000;
const batchSize = 50;

interface OutboxRow {
  eventId: string;
  reaction: string;
  attempts: number;
}

/**
 * Runs what is due: claims rows by a conditional update with a lease, so any number of bots may call it at once.
 * A failing reaction is put back with a growing delay and blocks nothing else. Returns how many reactions ran.
 */
export const dispatchOutbox = async (kernel: Kernel): Promise<number> => {
  const claimed = await claim(kernel);
  for (const row of claimed) await react(kernel, row);
  return claimed.length;
};

const claim = async (kernel: Kernel): Promise<OutboxRow[]> => {
  const now = kernel.clock.now();
  const holder = randomUUID();
  const due = (await kernel
    .db('outbox')
    .select({ eventId: 'event_id', reaction: 'reaction' })
    .where('due_at', '<=', now)
    .orderBy(['due_at', 'event_id'])
    .limit(batchSize)) as { eventId: string; reaction: string }[];
  if (due.length === 0) return [];
  await kernel
    .db('outbox')
    .whereIn(
      ['event_id', 'reaction'],
      due.map((row) => [row.eventId, row.reaction]),
    )
    .where('due_at', '<=', now)
    .update({ holder, due_at: new Date(now.getTime() + leaseMs), attempts: kernel.db.raw('attempts + 1') });
  return (await kernel
    .db('outbox')
    .select({ eventId: 'event_id', reaction: 'reaction', attempts: 'attempts' })
    .where({ holder })
    .orderBy('event_id')) as OutboxRow[];
};

const react = async (kernel: Kernel, row: OutboxRow): Promise<void> => {
  const work = systemWork(kernel);
  try {
    const event = await readEvent(work, row.eventId);
    const reaction = event && kernel.events.reactions.get(event.name)?.find((one) => one.name === row.reaction);
    if (event && reaction) await runReaction(work, reaction, event, row);
    else await remove(work, row);
  } catch (error) {
    kernel.log.error(
      { reaction: row.reaction, eventId: row.eventId, attempts: row.attempts, error: String(error) },
      'reaction failed',
    );
    await putBack(work, row, String(error)).catch(() => undefined);
  }
};

const runReaction = async (work: Work, reaction: Reaction, event: RecordedEvent, row: OutboxRow): Promise<void> => {
  if ('perform' in reaction) {
    await reaction.perform(work, event);
    return remove(work, row);
  }
  return inTransaction(work, async (inner) => {
    await reaction.run(inner, event);
    await remove(inner, row);
  });
};

const remove = async (work: Work, row: OutboxRow): Promise<void> => {
  await work.db('outbox').where({ event_id: row.eventId, reaction: row.reaction }).delete();
};

const putBack = async (work: Work, row: OutboxRow, error: string): Promise<void> => {
  const delay = Math.min(2 ** row.attempts * 1000, 15 * 60_000);
  await work
    .db('outbox')
    .where({ event_id: row.eventId, reaction: row.reaction })
    .update({ due_at: new Date(work.clock.now().getTime() + delay), error: error.slice(0, 500) });
};

/** One event by id. */
export const readEvent = async (work: Work, id: string): Promise<RecordedEvent | undefined> => {
  const row = await firstRow(events, work.db(events.name).where({ id }));
  return row && { ...row, subject: { kind: row.subjectKind as RecordedEvent['subject']['kind'], id: row.subjectId } };
};
