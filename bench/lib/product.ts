import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../server/app.ts';
import { composeProduct, type Product } from '../../server/compose.ts';
import { createCalendar } from '../../server/kernel/calendar.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { createIds } from '../../server/kernel/id.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { ensureDefaultRoles } from '../../server/modules/org/index.ts';
import { FakePlatform } from '../../test/support/fake-platform.ts';

/** The product's HTTP side on a database, listening on loopback, without rate limits: what is measured is the work. */
export const serveProduct = async (
  databaseUrl: string,
): Promise<{ product: Product; url: string; close: () => Promise<void> }> => {
  const db = openDatabase(databaseUrl, 16);
  const product = composeProduct({
    db,
    clock: systemClock,
    calendar: createCalendar('Asia/Shanghai'),
    nextId: createIds(1023),
    log: createLog('bench', 'error'),
    metrics: createMetrics(),
    platform: new FakePlatform(systemClock),
    publicUrl: 'http://127.0.0.1',
    dataDir: '.data/bench/files',
    adminAccounts: [],
    onNudge: () => undefined,
  });
  await inTransaction(systemWork(product.kernel), ensureDefaultRoles);
  const app = createApp({ ...product.http, limitRate: () => Promise.resolve(), h5Dir: null, secure: false });
  const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
  return { product, url, close: () => closing(server, () => db.destroy()) };
};

export const listen = (start: (done: () => void) => Server): Promise<{ server: Server; url: string }> =>
  new Promise((resolve) => {
    const server = start(() => resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  });

const closing = async (server: Server, then: () => Promise<void>): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await then();
};
