import { randomUUID } from 'node:crypto';
import type { Id } from '../contract/page.ts';
import { isDuplicateKey } from './database.ts';
import { whereDue } from './due.ts';
import { createTogether } from './together.ts';
import { whileChangingOver } from './transaction.ts';
import type { Kernel } from './work.ts';

const leaseMs = 60_000;
/** Handled side by side, so that one that waits for the platform does not hold up the others. */
const batchSize = 5;

/** What to do with a stored event; may be called again for the same one. */
export type Handle = (channel: string, payload: unknown, id: Id) => Promise<void>;

/** Takes events that come from outside; resolves when the event is durable, whatever becomes of it then. One known by its key is not taken again. */
export type Intake = (channel: string, dedupeKey: string, payload: unknown) => Promise<void>;

/** Beside so many under way, and so many a second, whoever asks the process for something else still gets connections and time. */
const atOnce = 4;
const perSecond = 30;

/**
 * Stores each event and handles it at once while few are under way; in a storm the rest is left to whoever works through the inbox, so that
 * storing, which the platform waits for, stays fast. An event that is to be handled at once is stored as claimed: nobody else looks at it
 * before the lease is over.
 */
export const createIntake = (kernel: Kernel, handle: Handle): Intake => {
  const storeTogether = createTogether((rows: NewRow[]) => storeMany(kernel, rows));
  let underWay = 0;
  let second = { begun: -Infinity, begunIn: 0 };
  const hasTime = (): boolean => {
    const now = performance.now();
    if (now - second.begun >= 1000) second = { begun: now, begunIn: 0 };
    return underWay < atOnce && second.begunIn < perSecond;
  };
  const handleNow = (row: InboxRow): Promise<void> =>
    handleOne(kernel, handle, row).finally(() => {
      underWay -= 1;
    });
  return async (channel, dedupeKey, payload) => {
    if (!hasTime()) return storeTogether(rowOf(kernel, channel, dedupeKey, payload));
    underWay += 1;
    second.begunIn += 1;
    const row = rowOf(kernel, channel, dedupeKey, payload);
    const isNew = await storeClaimed(kernel, row).catch((error: unknown) => {
      underWay -= 1;
      throw error;
    });
    if (isNew) void handleNow({ ...row, attempts: 1 });
    else underWay -= 1;
  };
};

type NewRow = ReturnType<typeof rowOf>;

const rowOf = (kernel: Kernel, channel: string, dedupeKey: string, payload: unknown) => {
  const now = kernel.clock.now();
  const content = { channel, dedupe_key: dedupeKey.slice(0, 190), payload: JSON.stringify(payload) };
  return { id: kernel.nextId(), ...content, attempts: 0, due_at: now, created_at: now };
};

/** False when it was stored before. */
const storeClaimed = async (kernel: Kernel, row: NewRow): Promise<boolean> => {
  const until = new Date(row.created_at.getTime() + leaseMs);
  const claimed = { ...row, holder: randomUUID(), attempts: 1, due_at: until };
  try {
    await whileChangingOver(() => kernel.db('inbox').insert(claimed));
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};

/** What was stored before stays as it is. */
const storeMany = (kernel: Kernel, rows: readonly NewRow[]): Promise<unknown> =>
  whileChangingOver(() =>
    kernel
      .db('inbox')
      .insert(rows)
      .onConflict()
      .merge({ attempts: kernel.db.raw('attempts') } as never),
  );

/** Handles what is due. Each is claimed with a lease; a failing one is retried with a growing delay and blocks nothing. Returns how many were. */
export const handleInbox = async (kernel: Kernel, handle: Handle): Promise<number> => {
  const now = kernel.clock.now();
  const due = whereDue(kernel.db('inbox').select('id').whereNull('handled_at'), now).orderBy('id').limit(batchSize);
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

const handleOne = async (kernel: Kernel, handle: Handle, row: InboxRow): Promise<void> => {
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
