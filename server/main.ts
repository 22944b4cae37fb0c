import { createServer } from 'node:http';
import { createPlatform } from '../bot/platforms/index.ts';
import { createApp } from './app.ts';
import { composeProduct, type Product } from './compose.ts';
import { readConfig, type Config } from './config.ts';
import { createCalendar } from './kernel/calendar.ts';
import { followClock, systemClock, type Clock } from './kernel/clock.ts';
import { openDatabase } from './kernel/database.ts';
import { createIds } from './kernel/id.ts';
import { holdWorkerNumber } from './kernel/lease.ts';
import { createLog } from './kernel/log.ts';
import { createMetrics } from './kernel/metrics.ts';
import { createSharedSecrets } from './kernel/shared-secrets.ts';
import { inTransaction } from './kernel/transaction.ts';
import { systemWork } from './kernel/work.ts';
import { ensureDefaultRoles } from './modules/org/index.ts';

/** One process of the product: server, bot, or both, by ROLE. */
const main = async (): Promise<void> => {
  const config = readConfig(process.env);
  const log = createLog(config.role, config.logLevel);
  const db = openDatabase(config.databaseUrl);
  const worker = await holdWorkerNumber(db, () => {
    log.fatal('lost the id worker number');
    process.exit(1);
  });
  const followed = config.clockUrl ? await followClock(config.clockUrl, log) : null;
  const clock: Clock = followed?.clock ?? systemClock;
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
  let nudge = (): void => undefined;
  const product = composeProduct({
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
    onNudge: () => nudge(),
  });
  await inTransaction(systemWork(product.kernel), ensureDefaultRoles);
  const stops: (() => Promise<void>)[] = [];
  if (config.role !== 'bot') stops.push(await listen(product, config));
  log.info({ role: config.role, port: config.port, publicUrl: config.publicUrl }, 'ready');
  stopOnSignal(async () => {
    for (const stop of stops) await stop();
    followed?.stop();
    await worker.release();
    await db.destroy();
  });
};

/** Serves people and callbacks until stopped; open requests get five seconds. */
const listen = async (product: Product, config: Config): Promise<() => Promise<void>> => {
  const app = createApp({ ...product.http, h5Dir: config.h5Dir, secure: config.publicUrl.startsWith('https:') });
  const server = createServer({ requestTimeout: 30_000 }, app.callback());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5000).unref();
    });
};

const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', once);
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
