import { isRetryable } from './database.ts';
import type { Work } from './work.ts';

const attempts = 5;

/**
 * Runs the body in one transaction, or inside the one already open. The whole body is run again on deadlock, lock timeout and
 * cluster "not ready", also when COMMIT reports them, so it must not reach outside the database.
 */
export const inTransaction = async <T>(work: Work, body: (work: Work) => Promise<T>): Promise<T> => {
  if (work.db.isTransaction && !isTestRoot(work)) return body(work);
  for (let attempt = 1; ; attempt += 1) {
    let emitted = false;
    try {
      const result = await work.db.transaction((db) => body({ ...work, db, nudge: () => (emitted = true) }));
      if (emitted) work.nudge();
      return result;
    } catch (error) {
      if (!isRetryable(error) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
};

const testRoots = new WeakSet<object>();
const isTestRoot = (work: Work): boolean => testRoots.has(work.db);

/** Tests run inside one outer transaction that is rolled back; commands then open savepoints in it instead of joining. */
export const treatAsRoot = (db: object): void => void testRoots.add(db);
