import { inBackground } from '../../kernel/background.ts';
import { dailyAt, everyMinutes, type Job } from '../../kernel/schedule.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import { forgetLogins } from './commands/forget-logins.ts';
import { requestFirstSync, requestNightlySync } from './commands/request-regular-sync.ts';
import { runActiveSync, type SyncSource } from './directory-sync/run-sync.ts';

export const orgJobs = (source: SyncSource): Job[] => [
  {
    name: 'org.nightly-sync',
    due: dailyAt('03:00', { workdays: false }),
    catchUpMinutes: 6 * 60,
    run: (work) => inTransaction(work, requestNightlySync),
  },
  { name: 'org.forget-logins', due: dailyAt('03:50', { workdays: false }), catchUpMinutes: 23 * 60, run: forgetLogins },
  {
    // Reads a new company at the first start, and takes up what a crashed process left unfinished.
    name: 'org.tend-syncs',
    due: everyMinutes(1),
    catchUpMinutes: 1,
    run: async (work) => {
      await inTransaction(work, requestFirstSync);
      inBackground(work, 'org-sync', () => runActiveSync(work, source));
    },
  },
];
