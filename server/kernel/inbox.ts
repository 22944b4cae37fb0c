import { randomUUID } from 'node:crypto';
import type { Id } from '../contract/page.ts';
import { isDuplicateKey } from './database.ts';
import { whereDue } from './due.ts';
import { whileChangingOver } from './transaction.ts';
import type { Kernel } from './work.ts';

const leaseMs = 60_000;
/** Handled side by side, so that one that waits for the platform does not hold up the others. */
const batchSize = 5;

/** Stores an event that came from outside, durably, before it is answered. False when it was stored before. */
export const storeInbound = async (
  kernel: Kernel,
  channel: string,
  dedupeKey: string,
  payload: unknown,
): Promise<Id | null> => {
  const id = kernel.nextId();
  const now = kernel.clock.now();
  const row = { id, channel, dedupe_key: dedupeKey.slice(0, 190), payload: JSON.stringify(payload), created_at: now };
  try {
    await whileChangingOver(() => kernel.db('inbox').insert({ ...row, attempts: 0, due_at: now }));
    return id;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

/** Handles one stored event, or everything due. Each is claimed with a lease; a failing one is retried with a growing delay and blocks nothing. */
export const handleInbox = async (
  kernel: Kernel,
  handle: (channel: string, payload: unknown, id: Id) => Promise<void>,
  only?: Id,
): Promise<number> => {
  const now = kernel.clock.now();
  const candidates = kernel.db('inbox').select('id').whereNull('handled_at');
  if (only) void candidates.where({ id: only });
  const due = whereDue(candidates, now).orderBy('id').limit(batchSize);
  const ids = ((await due) as { id: Id }[]).map((row) => row.id);
  if (ids.length === 0) return 0;
  const holder = randomUUID();
  await whereDue(kernel.db('inbox').whereIn('id', ids).whereNull('handled_at'), now).update({
    holder,
    due_at: new Date(now.getTime() + leaseMs),
    attempts: kernel.db.raw('attempts + 1'),
  });
  const rows = (await kernel.db('inbox').where({ holder }).whereIn('id', ids).orderBy('id')) as InboxRow[];
  await Promise.all(rows.map((row) => handleOne(kernel, handle, row)));
  return rows.length;
};

interface InboxRow {
  id: Id;
  channel: string;
  payload: string | object;
  attempts: number;
}

const handleOne = async (
  kernel: Kernel,
  handle: (channel: string, payload: unknown, id: Id) => Promise<void>,
  row: InboxRow,
): Promise<void> => {
  try {
    await handle(row.channel, typeof row.payload === 'string' ? JSON.parse(row.payload) : row.payload, row.id);
    await kernel.db('inbox').where({ id: row.id }).update({ handled_at: kernel.clock.now(), error: null });
  } catch (error) {
    kernel.log.error({ inboxId: row.id, attempts: row.attempts, error: String(error) }, 'inbound event failed');
    const delay = Math.min(2 ** row.attempts * 1000, 15 * 60_000);
    await kernel
      .db('inbox')
      .where({ id: row.id })
      .update({ due_at: new Date(kernel.clock.now().getTime() + delay), error: String(error).slice(0, 500) })
      .catch(() => undefined);
  }
};
