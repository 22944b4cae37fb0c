import { createPlatform } from '../bot/platforms/index.ts';
import type { Foundations } from './compose.ts';
import type { Config } from './config.ts';
import { createCalendar } from './kernel/calendar.ts';
import { followClock, systemClock, type Clock } from './kernel/clock.ts';
import { openDatabase } from './kernel/database.ts';
import { createIds } from './kernel/id.ts';
import { holdWorkerNumber } from './kernel/lease.ts';
import { createLog } from './kernel/log.ts';
import { createMetrics } from './kernel/metrics.ts';
import { createSharedSecrets } from './kernel/shared-secrets.ts';

/** What any process of the product stands on, opened from its configuration, and how to let go of it. */
export const openFoundations = async (
  config: Config,
  options: { name: string; onNudge: () => void; clock?: Clock },
): Promise<{ foundations: Foundations; close: () => Promise<void> }> => {
  const log = createLog(options.name, config.logLevel);
  const db = openDatabase(config.databaseUrl, { log });
  const worker = await holdWorkerNumber(db, () => {
    log.fatal('lost the id worker number');
    process.exit(1);
  });
  const followed = config.clockUrl && !options.clock ? await followClock(config.clockUrl, log) : null;
  const clock = options.clock ?? followed?.clock ?? systemClock;
  const metrics = createMetrics();
  const platform = createPlatform(
    { name: 'wecom', config: { ...config.wecom, agentId: Number(config.wecom.agentId) } },
    {
      clock,
      secrets: createSharedSecrets(db),
      log,
      onRefused: (reason) => metrics.refusedCallbacks.inc({ reason }),
      onCall: ({ path, code }) => metrics.platformCalls.inc({ path, outcome: code }),
    },
  );
  return {
    foundations: {
      db,
      clock,
      calendar: createCalendar(config.zone),
      nextId: createIds(worker.worker),
      log,
      metrics,
      platform,
      publicUrl: config.publicUrl,
      dataDir: config.dataDir,
      adminAccounts: config.adminAccounts,
      onNudge: options.onNudge,
    },
    close: async () => {
      followed?.stop();
      await worker.release();
      await db.destroy();
    },
  };
};
