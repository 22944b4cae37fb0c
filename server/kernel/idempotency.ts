import { createHash } from 'node:crypto';
import type { Id } from '../contract/page.ts';
import { isDuplicateKey } from './database.ts';
import { Problem } from './problem.ts';
import type { Work } from './work.ts';

/** What names one submit of one person: a repeat with the same key and content gets the first answer again. */
export interface IdempotencyKey {
  personId: Id;
  key: string;
  operation: string;
  requestHash: string;
}

export const hashRequest = (input: unknown): string => createHash('sha256').update(JSON.stringify(input)).digest('hex');

class AlreadyAnswered extends Error {}

/**
 * Runs a writing command at most once per key. The key row is written in the command's own transaction, so an answer is
 * remembered exactly when its effect is; a concurrent repeat waits on the key row and then reads the first answer.
 */
export const once = async <T>(
  work: Work,
  key: IdempotencyKey,
  run: (claim: (inner: Work) => Promise<(answer: T) => Promise<void>>) => Promise<T>,
): Promise<T> => {
  const known = await find<T>(work, key);
  if (known) return known.answer;
  try {
    return await run((inner) => claim(inner, key));
  } catch (error) {
    if (!(error instanceof AlreadyAnswered)) throw error;
    const first = await find<T>(work, key);
    if (first) return first.answer;
    throw new Problem('request.duplicate_running');
  }
};

const claim = async <T>(work: Work, key: IdempotencyKey): Promise<(answer: T) => Promise<void>> => {
  const row = { person_id: key.personId, idempotency_key: key.key };
  try {
    await work
      .db('idempotency_keys')
      .insert({ ...row, operation: key.operation, request_hash: key.requestHash, created_at: work.clock.now() });
  } catch (error) {
    if (isDuplicateKey(error)) throw new AlreadyAnswered();
    throw error;
  }
  return async (answer) =>
    void (await work
      .db('idempotency_keys')
      .where(row)
      .update({ answer: JSON.stringify(answer) }));
};

const find = async <T>(work: Work, key: IdempotencyKey): Promise<{ answer: T } | null> => {
  const row = await work
    .db('idempotency_keys')
    .where({ person_id: key.personId, idempotency_key: key.key })
    .first<{ operation: string; request_hash: string; answer: string | object | null } | undefined>();
  if (!row || row.answer === null) return null;
  if (row.operation !== key.operation || row.request_hash !== key.requestHash) throw new Problem('request.malformed');
  return { answer: (typeof row.answer === 'string' ? JSON.parse(row.answer) : row.answer) as T };
};
