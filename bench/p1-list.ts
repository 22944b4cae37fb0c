import { createHash } from 'node:crypto';
import Koa from 'koa';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { sessionCookie } from '../server/kernel/http.ts';
import { inTransaction } from '../server/kernel/transaction.ts';
import { systemWork } from '../server/kernel/work.ts';
import { openSession } from '../server/modules/org/index.ts';
import { fillCustomers } from './lib/customers.ts';
import { datasetUrl, openBenchServer } from './lib/database.ts';
import { median, type Figure } from './lib/figure.ts';
import { throughput } from './lib/load.ts';
import { listen, serveProduct } from './lib/product.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 6);
const connections = 32;
const size = { customers: Number(process.env['BENCH_CUSTOMERS'] ?? 1_000_000), people: 5000, team: 200 };
const leader = '1';

/**
 * P1: newest 20 customers for a leader of 200 people. The floor reads the session row, keeps the owner set for five seconds and
 * selects the same rows with prepared statements on bare Koa; the product does everything a person gets (masks, owners, totals on the first page).
 * Measured on the page people scroll through (with cursor) and on the first page, which also counts.
 */
export const measureList = async (): Promise<Figure[]> => {
  const database = await openBenchServer();
  const url = await datasetUrl(database.url, `customers_${size.customers}`, 'v1', (db) => fillCustomers(db, size));
  const product = await serveProduct(url);
  const token = await inTransaction(systemWork(product.product.kernel), (work) => openSession(work, leader));
  const floor = await serveFloor(url, token);
  const headers = { cookie: `${sessionCookie}=${token}` };
  const first = `${product.url}/api/customers?limit=20`;
  const { nextCursor } = (await (await fetch(first, { headers })).json()) as { nextCursor: string };
  const next = `${first}&cursor=${encodeURIComponent(nextCursor)}`;
  const seen = { floor: [] as number[], first: [] as number[], next: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    seen.floor.push(await throughput(`${floor.url}/`, headers, connections, seconds));
    seen.next.push(await throughput(next, headers, connections, seconds));
    seen.first.push(await throughput(first, headers, connections, seconds));
  }
  await floor.close();
  await product.close();
  await database.close();
  const floorMedian = median(seen.floor);
  const figure = (id: string, values: number[], note: string): Figure => ({
    id,
    ratio: median(values) / floorMedian,
    floor: floorMedian,
    product: median(values),
    unit: 'req/s',
    n: rounds,
    note,
  });
  return [
    figure(
      'P1',
      seen.next,
      `list page for a leader of ${size.team} owners in ${size.customers} customers, ${connections} connections`,
    ),
    figure('P1.first', seen.first, 'the same, first page with its capped total'),
  ];
};

const columns = 'id, name, phone, owner_id, owner_department_id, kind, level, region, touched_at';

/** The least that could answer: session row, owner set (cached five seconds), one prepared statement. */
const serveFloor = async (databaseUrl: string, token: string): Promise<{ url: string; close: () => Promise<void> }> => {
  const pool = mysql.createPool({ uri: databaseUrl, connectionLimit: 16, maxPreparedStatements: 64 });
  const hash = createHash('sha256').update(token).digest('hex');
  let cached: { at: number; owners: number[] } = { at: 0, owners: [] };
  const app = new Koa();
  app.use(async (ctx) => {
    const [sessions] = await pool.execute<RowDataPacket[]>(
      'select person_id from sessions where token_hash = ? and revoked_at is null and expires_at > ?',
      [hash, new Date()],
    );
    if (!sessions[0]) return void (ctx.status = 401);
    if (Date.now() - cached.at > 5000) {
      const [owners] = await pool.execute<RowDataPacket[]>(
        'select person_id from person_departments where department_id = (select department_id from person_departments where person_id = ? and leads = 1)',
        [sessions[0]['person_id'] as string],
      );
      cached = { at: Date.now(), owners: owners.map((row) => Number(row['person_id'])) };
    }
    const marks = cached.owners.map(() => '?').join(',');
    const [rows] = await pool.execute<RowDataPacket[]>(
      `select ${columns} from customers where owner_id in (${marks}) and alive = 1 order by touched_at desc, id desc limit 20`,
      cached.owners,
    );
    ctx.body = { data: rows };
  });
  const { server, url } = await listen((done) => app.listen(0, '127.0.0.1', done));
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await pool.end();
    },
  };
};
