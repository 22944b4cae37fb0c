import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import { afterAll, afterEach, beforeEach } from 'vitest';
import type { CallInput, Endpoint } from '../../server/contract/endpoint.ts';
import type { Id } from '../../server/contract/page.ts';
import { createApp } from '../../server/app.ts';
import { composeProduct, type Product } from '../../server/compose.ts';
import { backgroundIdle } from '../../server/kernel/background.ts';
import { createCalendar } from '../../server/kernel/calendar.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { sessionCookie } from '../../server/kernel/http.ts';
import { createIds } from '../../server/kernel/id.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { dispatchOutbox } from '../../server/kernel/outbox.ts';
import { inTransaction, treatAsRoot } from '../../server/kernel/transaction.ts';
import { systemWork, type Kernel, type Work } from '../../server/kernel/work.ts';
import { actorOf, ensureDefaultRoles, openSession } from '../../server/modules/org/index.ts';
import { testDatabaseUrl } from '../setup/database.ts';
import { callEndpoint, type Answer } from './call-endpoint.ts';
import { FakePlatform } from './fake-platform.ts';
import { createCompany, type Company } from './company.ts';

/** A Wednesday, a working day, 10:00 in Shanghai. */
export const worldStart = new Date('2026-03-11T02:00:00.000Z');
export const publicUrl = 'http://crm.test';

export interface World {
  kernel: Kernel;
  product: Product;
  clock: ReturnType<typeof settableClock>;
  platform: FakePlatform;
  /** Builds people and departments directly in the tables, as a sync would leave them. */
  company: Company;
  /** The system's own work. */
  work: Work;
  /** Work as a person, with their real permissions and scope of this moment. */
  workAs(personId: Id): Promise<Work>;
  /** Calls an endpoint over real HTTP as a person (or as nobody). */
  call<E extends Endpoint>(
    as: Id | null,
    endpoint: E,
    input?: CallInput<E>,
    headers?: Record<string, string>,
  ): Promise<Answer<E>>;
  /** A raw request for what `call` cannot say. */
  request(path: string, init?: RequestInit): Promise<Response>;
  sessionOf(personId: Id): Promise<string>;
  /** Runs the outbox until it is empty and nothing runs in the background. */
  settle(): Promise<void>;
}
export type { Answer };

let pool: Knex | undefined;

/**
 * The product on a real database. By default each test runs inside one transaction that is rolled back; `isolated: true` uses the pool
 * (for races and commits) and empties the tables afterwards.
 */
export const useWorld = (options: { isolated?: boolean } = {}): World => {
  const world = {} as World;
  let server: Server | undefined;
  let root: Knex.Transaction | undefined;
  beforeEach(async () => {
    pool ??= openDatabase(await testDatabaseUrl());
    if (options.isolated) await rememberSeeds(pool);
    root = options.isolated ? undefined : await pool.transaction();
    if (root) treatAsRoot(root);
    server = await build(world, root ?? pool);
  });
  afterEach(async () => {
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    await backgroundIdle();
    if (root) await root.rollback();
    else if (pool) await emptyTables(pool);
  });
  afterAll(async () => {
    await pool?.destroy();
    pool = undefined;
  });
  return world;
};

const build = async (world: World, db: Knex): Promise<Server> => {
  const clock = settableClock(worldStart);
  const platform = new FakePlatform(clock);
  const metrics = createMetrics();
  const product = composeProduct({
    db,
    clock,
    calendar: createCalendar('Asia/Shanghai'),
    nextId: createIds(Number(process.env['VITEST_POOL_ID'] ?? 1)),
    log: createLog('test', process.env['LOG_LEVEL'] ?? 'silent'),
    metrics,
    platform,
    publicUrl,
    dataDir: '.data/test-files',
    adminAccounts: ['admin'],
    onNudge: () => undefined,
  });
  const { kernel } = product;
  const app = createApp({ ...product.http, h5Dir: null, secure: false });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const work = systemWork(kernel);
  await inTransaction(work, ensureDefaultRoles);
  const sessionOf = (personId: Id): Promise<string> => openSession(work, personId);
  Object.assign(world, {
    kernel,
    product,
    clock,
    platform,
    company: createCompany(work),
    work,
    workAs: async (personId: Id) => {
      const actor = await actorOf(kernel, personId, 'h5');
      if (!actor) throw new Error('not an active person');
      return { ...kernel, actor };
    },
    sessionOf,
    request: (path: string, init?: RequestInit) => fetch(base + path, { redirect: 'manual', ...init }),
    call: async (
      as: Id | null,
      endpoint: Endpoint,
      input: CallInput<Endpoint> = {},
      headers: Record<string, string> = {},
    ) =>
      callEndpoint({ base, origin: publicUrl }, endpoint, input, {
        ...(as ? { cookie: `${sessionCookie}=${await sessionOf(as)}` } : {}),
        ...headers,
      }),
    settle: async () => {
      for (let isBusy = true; isBusy; isBusy = await backgroundIdle()) while ((await dispatchOutbox(kernel)) > 0);
    },
  } satisfies World | object);
  return server;
};

/** Tables of this schema but the migrations' own. */
const tableNames = async (db: Knex): Promise<string[]> => {
  const [rows] = (await db.raw(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' and table_name not like 'schema%'",
  )) as [{ name: string }[]];
  return rows.map((row) => row.name);
};

/** What the migrations themselves have put into tables; read before the first isolated test writes anything. */
let seeds: Map<string, Record<string, unknown>[]> | undefined;

const rememberSeeds = async (db: Knex): Promise<void> => {
  if (seeds) return;
  const tables = await tableNames(db);
  seeds = new Map(
    await Promise.all(
      tables.map(async (name): Promise<[string, Record<string, unknown>[]]> => [
        name,
        await db(name).select<Record<string, unknown>[]>('*'),
      ]),
    ),
  );
};

/** Back to what the migrations left, with a new version of the organisation so that nobody keeps an old chart. */
const emptyTables = async (db: Knex): Promise<void> => {
  const { version } = await db('org_state').first<{ version: string }>('version');
  await db.transaction(async (trx) => {
    for (const name of await tableNames(db)) {
      await trx(name).delete();
      const rows = seeds?.get(name) ?? [];
      if (rows.length > 0) await trx(name).insert(rows);
    }
    await trx('org_state').update({ version: Number(version) + 1 });
  });
};
