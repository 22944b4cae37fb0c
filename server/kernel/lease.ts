import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { isDuplicateKey } from './database.ts';
import { workerCount } from './id.ts';

/** A named right held by at most one process at a time. Time is the real clock of this machine: leases guard processes, not business time. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  /** Extends it; false when somebody else has taken it meanwhile. */
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes the lease if it is free or has run out, by a conditional update. Null when somebody else holds it. One that claims to last
 * longer than any does was taken before the clock was set back, and is over.
 */
export const tryLease = async (db: Knex, name: string, ttlMs: number): Promise<Lease | null> => {
  const holder = randomUUID();
  const until = (): number => Date.now() + ttlMs;
  const taken = await db('leases')
    .where({ name })
    .where((over) => void over.where('until_ms', '<', Date.now()).orWhere('until_ms', '>', Date.now() + 2 * ttlMs))
    .update({ holder, until_ms: until() });
  if (taken === 0 && !(await insertLease(db, name, holder, until()))) return null;
  return {
    name,
    holder,
    renew: async () => (await db('leases').where({ name, holder }).update({ until_ms: until() })) === 1,
    release: async () => void (await db('leases').where({ name, holder }).update({ until_ms: 0 })),
  };
};

const insertLease = async (db: Knex, name: string, holder: string, until: number): Promise<boolean> => {
  try {
    await db('leases').insert({ name, holder, until_ms: until });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};

/**
 * Holds an id worker number for this process (see id.ts), renewed in the background.
 * `onLost` is called when it could not be kept: the process must stop making ids.
 */
export const holdWorkerNumber = async (
  db: Knex,
  onLost: () => void,
): Promise<{ worker: number; release: () => Promise<void> }> => {
  const ttlMs = 10 * 60_000;
  const first = Math.floor(Math.random() * workerCount);
  for (let step = 0; step < workerCount; step += 1) {
    const worker = (first + step) % workerCount;
    const lease = await tryLease(db, `id-worker-${worker}`, ttlMs);
    if (!lease) continue;
    let renewedAt = Date.now();
    const timer = setInterval(() => {
      lease
        .renew()
        .then((kept) => (kept ? (renewedAt = Date.now()) : onLost()))
        .catch(() => (Date.now() - renewedAt > ttlMs ? onLost() : undefined));
    }, ttlMs / 10);
    timer.unref();
    return {
      worker,
      release: async () => {
        clearInterval(timer);
        await lease.release();
      },
    };
  }
  throw new Error('All id worker numbers are taken: more than 1,024 processes?');
};

/**
 * Runs the body while holding the lease, renewed in the background. False, without running it, when somebody else holds it.
 * `isHeld` turns false when the lease could not be kept: the body stops at its next step.
 */
export const whileHolding = async (
  db: Knex,
  name: string,
  ttlMs: number,
  body: (isHeld: () => boolean) => Promise<void>,
): Promise<boolean> => {
  const lease = await tryLease(db, name, ttlMs);
  if (!lease) return false;
  let keptUntil = Date.now() + ttlMs;
  const renew = async (): Promise<void> => {
    const until = Date.now() + ttlMs;
    keptUntil = (await lease.renew()) ? until : 0;
  };
  const timer = setInterval(() => void renew().catch(() => undefined), ttlMs / 3);
  try {
    await body(() => Date.now() < keptUntil);
  } finally {
    clearInterval(timer);
    await lease.release();
  }
  return true;
};
