import type { Id } from '../../../contract/page.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { sessions } from '../store.ts';
import { hashToken, randomToken } from '../token.ts';

export const sessionDays = 7;

/** Opens a session for a person; the token leaves the server only in the cookie. */
export const openSession = async (work: Work, personId: Id): Promise<string> => {
  const token = randomToken();
  const expiresAt = new Date(work.clock.now().getTime() + sessionDays * 86_400_000);
  await insert(work, sessions, { tokenHash: hashToken(token), personId, expiresAt });
  return token;
};

/** Ends every session of a person at once. */
export const revokeSessions = (work: Work, personId: Id): Promise<void> => endSessions(work, [personId]);

/** The same for several people: they have left or been disabled. */
export const endSessions = async (work: Work, personIds: readonly Id[]): Promise<void> => {
  await work
    .db('sessions')
    .whereIn('person_id', personIds as Id[])
    .whereNull('revoked_at')
    .update({ revoked_at: work.clock.now() });
};

/** Ends one session. */
export const revokeSession = async (work: Work, token: string): Promise<void> => {
  await work
    .db('sessions')
    .where({ token_hash: hashToken(token) })
    .update({ revoked_at: work.clock.now() });
};
