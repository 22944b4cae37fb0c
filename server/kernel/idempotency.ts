import { createHash } from 'node:crypto';
import type { Id } from '../contract/page.ts';
import { insertRows } from './bulk.ts';
import { isDatabaseAway, isDuplicateKey } from './database.ts';
import { Problem } from './problem.ts';
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
 * Runs a writing command in one transaction, at most once per key. The key and the answer are the last write of that transaction, so an
 * answer is remembered exactly when its effect is there: a repeat, also one at the same time or on another node of a cluster, runs into what
 * the first did, at the key row at the latest, is rolled back and reads the first answer. That is also how the outcome of a COMMIT whose
 * answer was lost is found out, here and at once.
 */
export const once = async <T extends object>(
  work: Work,
  key: IdempotencyKey,
  run: (inner: Work) => Promise<T>,
): Promise<T> => {
  const started = Date.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const known = attempt === 1 ? null : await find<T>(work, key);
      if (known) return known.answer;
      return await inTransaction(work, async (inner) => {
        const answer = await run(inner);
        await remember(inner, key, answer);
        return answer;
      });
    } catch (error) {
      if (error instanceof Problem) return firstAnswer<T>(work, key, error);
      // A node that took over a moment ago may still be applying the first answer.
      const mayBeKnownSoon = error instanceof AlreadyAnswered || isDatabaseAway(error);
      if (!mayBeKnownSoon) throw error;
      if (Date.now() - started > changeOverMs)
        throw error instanceof AlreadyAnswered ? new Problem('request.duplicate_running') : error;
      if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, 50 + 100 * Math.random()));
    }
  }
};

/** A repeat is refused by what the first did (the name is taken, the version has moved on): it gets the first answer all the same. */
const firstAnswer = async <T>(work: Work, key: IdempotencyKey, refusal: Problem): Promise<T> => {
  const known = await find<T>(work, key);
  if (known) return known.answer;
  throw refusal;
};

const rowOf = ({ personId, key }: IdempotencyKey) => ({ person_id: personId, idempotency_key: key });

const remember = async (work: Work, key: IdempotencyKey, answer: unknown): Promise<void> => {
  const { operation, requestHash } = key;
  const row = { ...rowOf(key), operation, request_hash: requestHash, created_at: work.clock.now() };
  try {
    await insertRows(work.db, 'idempotency_keys', [{ ...row, answer: JSON.stringify(answer) }]);
  } catch (error) {
    if (isDuplicateKey(error)) throw new AlreadyAnswered();
    throw error;
  }
};

/** Answers are objects: a driver hands a JSON column back as text or parsed, and only of those one can tell which. */
const find = async <T>(work: Work, key: IdempotencyKey): Promise<{ answer: T } | null> => {
  const row = await work
    .db('idempotency_keys')
    .where(rowOf(key))
    .first<{ operation: string; request_hash: string; answer: string | object | null } | undefined>();
  if (!row || row.answer === null) return null;
  if (row.operation !== key.operation || row.request_hash !== key.requestHash) throw new Problem('request.key_reused');
  return { answer: (typeof row.answer === 'string' ? JSON.parse(row.answer) : row.answer) as T };
};
