import type { Work } from '../../../kernel/work.ts';

const keptMs = 86_400_000;
const batch = 5000;

/** Logins that nobody finished and sessions that have run out are of no use after a day; anybody can start a login. */
export const forgetLogins = async (work: Work): Promise<void> => {
  const before = new Date(work.clock.now().getTime() - keptMs);
  for (const table of ['login_states', 'sessions']) {
    const old = work.db(table).where('expires_at', '<', before).limit(batch);
    while ((await old.clone().delete()) === batch);
  }
};
