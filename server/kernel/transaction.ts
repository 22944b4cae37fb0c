import { isDatabaseAway, isRetryable } from './database.ts';
import type { Work } from './work.ts';

const attempts = 5;
/** How long somebody waits while a database comes back or a cluster changes over, before hearing that it is away. */
export const changeOverMs = 3000;
/** Together with one wait for a lock, less than people put up with. */
const patienceMs = 6000;

/**
 * Runs the body in one transaction, or inside the one already open. The whole body is run again after a deadlock, a lock timeout or a
 * failed certification (also when COMMIT reports it), and after a connection lost before COMMIT was sent, so it must not reach outside
 * the database. A COMMIT without an answer may have happened: that error goes to the caller, who needs a key to ask (see idempotency.ts).
 */
export const inTransaction = async <T>(work: Work, body: (work: Work) => Promise<T>): Promise<T> => {
  if (work.db.isTransaction && !isTestRoot(work)) return body(work);
  const started = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    let emitted = false;
    let isCommitting = false;
    try {
      const result = await work.db.transaction(async (db) => {
        const answer = await body({ ...work, db, nudge: () => (emitted = true) });
        isCommitting = true;
        return answer;
      });
      if (emitted) work.nudge();
      return result;
    } catch (error) {
      if (isCommitting && isDatabaseAway(error)) throw error;
      if (!isWorthAnotherTry(error, attempt, Date.now() - started)) throw error;
      await pause(attempt);
    }
  }
};

const isWorthAnotherTry = (error: unknown, attempt: number, elapsedMs: number): boolean =>
  isDatabaseAway(error) ? elapsedMs < changeOverMs : isRetryable(error) && attempt < attempts && elapsedMs < patienceMs;

/** Longer each time, and never the same for two who collided. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 10 * 2 ** Math.min(attempt, 5) * (0.5 + Math.random() / 2)));

/** Runs a body that may safely run twice (a question, or a command under a key) again while the database changes over. */
export const whileChangingOver = async <T>(body: () => Promise<T>): Promise<T> => {
  const started = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await body();
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() - started > changeOverMs) throw error;
      await pause(attempt);
    }
  }
};

const testRoots = new WeakSet<object>();
const isTestRoot = (work: Work): boolean => testRoots.has(work.db);

/** Tests run inside one outer transaction that is rolled back; commands then open savepoints in it instead of joining. */
export const treatAsRoot = (db: object): void => void testRoots.add(db);
