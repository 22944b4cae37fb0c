import { forgetOlder } from '../../../kernel/forgetting.ts';
import type { Work } from '../../../kernel/work.ts';

/** Logins that nobody finished and sessions that have run out are of no use after a day; anybody can start a login. */
export const forgetLogins = async (work: Work): Promise<void> => {
  for (const table of ['login_states', 'sessions']) await forgetOlder(work, table, 'expires_at', 1);
};
