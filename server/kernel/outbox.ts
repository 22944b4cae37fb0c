import { randomUUID } from 'node:crypto';
import { whereDue } from './due.ts';
import { events, type RecordedEvent, type Reaction } from './event.ts';
import { firstRow } from './rows.ts';
import { inTransaction } from './transaction.ts';
import { systemWork, type Kernel, type Work } from './work.ts';

const leaseMs = 60_000;
/** Reactions inside the database are quick and run one after the other; those that reach outside wait for others and run side by side, but for one subject in order. */
const batchSize = { inside: 50, outside: 5 } as const;
/** About a day of growing delays: a reaction nobody knows may be waiting for a bot of the next version. */
const unknownTries = 100;

interface OutboxRow {
  eventId: string;
  reaction: string;
  attempts: number;
  subjectId: string | null;
}

/** `outside`: reactions that talk to others (`perform`); they wait in a round of their own, so that a slow platform holds up nothing else. */
export type Reach = keyof typeof batchSize;

/**
 * Runs what is due: claims rows by a conditional update with a lease, so any number of bots may call it at once.
 * A failing reaction is put back with a growing delay and blocks nothing else. Returns how many reactions ran.
 */
export const dispatchOutbox = async (kernel: Kernel, reach?: Reach): Promise<number> => {
  if (reach === undefined) return (await dispatchOutbox(kernel, 'inside')) + (await dispatchOutbox(kernel, 'outside'));
  const claimed = await claim(kernel, reach);
  if (reach === 'inside') await reactInOrder(kernel, claimed);
  else await Promise.all([...bySubject(claimed).values()].map((rows) => reactInOrder(kernel, rows)));
  return claimed.length;
};

const reactInOrder = async (kernel: Kernel, rows: OutboxRow[]): Promise<void> => {
  for (const row of rows) await react(kernel, row);
};

const bySubject = (rows: OutboxRow[]): Map<string | null, OutboxRow[]> => {
  const lanes = new Map<string | null, OutboxRow[]>();
  for (const row of rows) lanes.set(row.subjectId, [...(lanes.get(row.subjectId) ?? []), row]);
  return lanes;
};

const claim = async (kernel: Kernel, reach: Reach): Promise<OutboxRow[]> => {
  const now = kernel.clock.now();
  const holder = randomUUID();
  const outside = namesOutside(kernel);
  const candidates = kernel.db('outbox').select({ eventId: 'event_id', reaction: 'reaction' });
  if (reach === 'outside') void candidates.whereIn('reaction', outside);
  else void candidates.whereNotIn('reaction', outside);
  const due = (await whereDue(candidates, now).orderBy(['due_at', 'event_id']).limit(batchSize[reach])) as OutboxRow[];
  if (due.length === 0) return [];
  const taken = kernel.db('outbox').whereIn(
    ['event_id', 'reaction'],
    due.map((row) => [row.eventId, row.reaction]),
  );
  await whereDue(taken, now).update({
    holder,
    due_at: new Date(now.getTime() + leaseMs),
    attempts: kernel.db.raw('attempts + 1'),
  });
  return (await kernel
    .db('outbox')
    .leftJoin('events', 'events.id', 'outbox.event_id')
    .select({
      eventId: 'outbox.event_id',
      reaction: 'outbox.reaction',
      attempts: 'outbox.attempts',
      subjectId: 'events.subject_id',
    })
    .where({ holder })
    .orderBy('outbox.event_id')) as OutboxRow[];
};

const namesOutside = (kernel: Kernel): string[] =>
  [...kernel.events.reactions.values()].flat().flatMap((one) => ('perform' in one ? one.name : []));

const react = async (kernel: Kernel, row: OutboxRow): Promise<void> => {
  const work = systemWork(kernel);
  try {
    const event = await readEvent(work, row.eventId);
    const reaction = event && kernel.events.reactions.get(event.name)?.find((one) => one.name === row.reaction);
    if (event && reaction) await runReaction(work, reaction, event, row);
    else if (event && row.attempts < unknownTries) throw new Error('No reaction of that name here.');
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
