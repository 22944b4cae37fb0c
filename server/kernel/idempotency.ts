import { createHash } from 'node:crypto';
import type { Id } from '../contract/page.ts';
import { isDatabaseAway, isDuplicateKey } from './database.ts';
import { Problem } from './problem.ts';
import { dailyAt, type Job } from './schedule.ts';
import { changeOverMs, inTransaction } from './transaction.ts';
import type { Work } from './work.ts';

/** What names one submit of one person: a repeat with the same key and content gets the first answer again. */
export interface IdempotencyKey {
  personId: Id;
  key: string;
  operation: string;
  requestHash: string;
}

/** Equal for equal requests; bytes count by their content. */
export const hashRequest = (parts: readonly unknown[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(Buffer.isBuffer(part) ? part : (JSON.stringify(part) ?? '')).update('\0');
  return hash.digest('hex');
};

class AlreadyAnswered extends Error {}

/**
 * Runs a writing command in one transaction, at most once per key. The key row and the answer are written in that transaction, so an
 * answer is remembered exactly when its effect is: a repeat, also one at the same time or on another node of a cluster, waits on the key
 * row and reads the first answer. That is also how the outcome of a COMMIT whose answer was lost is found out, here and at once.
 */
export const once = async <T>(work: Work, key: IdempotencyKey, run: (inner: Work) => Promise<T>): Promise<T> => {
  const started = Date.now();
  for (;;) {
    try {
      const known = await find<T>(work, key);
      if (known) return known.answer;
      return await inTransaction(work, async (inner) => {
        await claim(inner, key);
        const answer = await run(inner);
        await inner
          .db('idempotency_keys')
          .where(rowOf(key))
          .update({ answer: JSON.stringify(answer) });
        return answer;
      });
    } catch (error) {
      // A node that took over a moment ago may still be applying the first answer.
      const mayBeKnownSoon = error instanceof AlreadyAnswered || isDatabaseAway(error);
      if (!mayBeKnownSoon) throw error;
      if (Date.now() - started > changeOverMs)
        throw error instanceof AlreadyAnswered ? new Problem('request.duplicate_running') : error;
      await new Promise((resolve) => setTimeout(resolve, 50 + 100 * Math.random()));
    }
  }
};

const rowOf = ({ personId, key }: IdempotencyKey) => ({ person_id: personId, idempotency_key: key });

const claim = async (work: Work, key: IdempotencyKey): Promise<void> => {
  const { operation, requestHash } = key;
  const row = { ...rowOf(key), operation, request_hash: requestHash, created_at: work.clock.now() };
  try {
    await work.db('idempotency_keys').insert(row);
  } catch (error) {
    if (isDuplicateKey(error)) throw new AlreadyAnswered();
    throw error;
  }
};

const find = async <T>(work: Work, key: IdempotencyKey): Promise<{ answer: T } | null> => {
  const row = await work
    .db('idempotency_keys')
    .where(rowOf(key))
    .first<{ operation: string; request_hash: string; answer: string | object | null } | undefined>();
  if (!row || row.answer === null) return null;
  if (row.operation !== key.operation || row.request_hash !== key.requestHash) throw new Problem('request.key_reused');
  return { answer: (typeof row.answer === 'string' ? JSON.parse(row.answer) : row.answer) as T };
};

const keptDays = 3;
const batch = 5000;

/** Longer than any client, and any platform that repeats its callbacks, tries again. */
export const expireKeysJob: Job = {
  name: 'idempotency.expire',
  due: dailyAt('03:40', { workdays: false }),
  catchUpMinutes: 23 * 60,
  run: async (work) => {
    const before = new Date(work.clock.now().getTime() - keptDays * 86_400_000);
    const old = work.db('idempotency_keys').where('created_at', '<', before).limit(batch);
    while ((await old.clone().delete()) === batch);
  },
};
