import { createApp } from '../../server/app.ts';
import { composeProduct } from '../../server/compose.ts';
import { createCalendar } from '../../server/kernel/calendar.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { createIds } from '../../server/kernel/id.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { createRateLimit } from '../../server/kernel/rate.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { ensureDefaultRoles, openSession } from '../../server/modules/org/index.ts';
import { FakePlatform } from '../../test/support/fake-platform.ts';
import { announce, listen, stopListening, task } from '../lib/in-child.ts';
import type { ProductTask, ServedProduct } from '../lib/product.ts';

const { databaseUrl, people } = task<ProductTask>();
const db = openDatabase(databaseUrl, { poolSize: 16 });
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
const work = systemWork(product.kernel);
await inTransaction(work, ensureDefaultRoles);
const tokens: Record<string, string> = {};
for (const person of people) tokens[person] = await inTransaction(work, (inner) => openSession(inner, person));
/** The fence against too many requests counts as in production, but refuses nobody. */
const limitRate = createRateLimit({ address: 1e9, person: 1e9, writes: 1e9 });
const app = createApp({ ...product.http, limitRate, h5Dir: null, secure: false });
const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
const said: ServedProduct = { url, tokens };
announce(said, async () => {
  await stopListening(server);
  await db.destroy();
});
