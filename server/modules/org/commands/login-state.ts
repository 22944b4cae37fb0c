import { column, table } from '../../../kernel/table.ts';
import { firstRow, insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { hashToken, randomToken } from '../token.ts';

const loginStates = table('login_states', {
  stateHash: column.text(),
  browserHash: column.text(),
  returnPath: column.text(),
  attempt: column.int(),
  expiresAt: column.instant(),
  usedAt: column.nullable(column.instant()),
});

const lifetimeMs = 10 * 60_000;

/** Remembers where a login shall lead, under a random state bound to this browser. */
export const createLoginState = async (
  work: Work,
  visit: { browser: string; returnPath: string; attempt: number },
): Promise<string> => {
  const state = randomToken();
  await insert(work, loginStates, {
    stateHash: hashToken(state),
    browserHash: hashToken(visit.browser),
    returnPath: visit.returnPath,
    attempt: visit.attempt,
    expiresAt: new Date(work.clock.now().getTime() + lifetimeMs),
  });
  return state;
};

/** Uses a state up. Null when it is unknown, used, expired, or was given to another browser. */
export const consumeLoginState = async (
  work: Work,
  state: string,
  browser: string,
): Promise<{ returnPath: string; attempt: number } | null> => {
  const key = { state_hash: hashToken(state), browser_hash: hashToken(browser) };
  const now = work.clock.now();
  const used = await work
    .db(loginStates.name)
    .where(key)
    .whereNull('used_at')
    .where('expires_at', '>', now)
    .update({ used_at: now });
  if (used === 0) return null;
  return (await firstRow(loginStates, work.db(loginStates.name).where(key))) ?? null;
};
