import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { composeProduct } from '../../server/compose.ts';
import { createCalendar } from '../../server/kernel/calendar.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { createIds } from '../../server/kernel/id.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { allRows } from '../../server/kernel/rows.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { makeDigests } from '../../server/modules/reports/make-digests.ts';
import { drawDigest } from '../../server/modules/reports/picture/draw-digest.ts';
import { digests } from '../../server/modules/reports/store.ts';
import { FakePlatform } from '../../test/support/fake-platform.ts';
import { median } from '../lib/figure.ts';
import { announce, task } from '../lib/in-child.ts';
import type { DigestRun, DigestTask } from '../p5-digests.ts';

/** Makes a day's digests and draws pictures in a process of its own, and asks for the same day's contacts from the rollup in between. */
const { databaseUrl, day, rounds, pictures } = task<DigestTask>();
const calendar = createCalendar('Asia/Shanghai');
const frozenAt = calendar.at(day, '18:30');
const clock = settableClock(frozenAt);
const db = openDatabase(databaseUrl, { poolSize: 8 });
const { kernel } = composeProduct({
  db,
  clock,
  calendar,
  nextId: createIds(1023),
  log: createLog('bench', 'error'),
  metrics: createMetrics(),
  platform: new FakePlatform(clock),
  publicUrl: 'http://127.0.0.1',
  dataDir: '.data/bench/files',
  adminAccounts: [],
  onNudge: () => undefined,
});
const work = systemWork(kernel);

/** Adds up what the database took for reading and for writing. */
const timeStatements = (knex: Knex): { read: number; write: number } => {
  const spent = { read: 0, write: 0 };
  const began = new Map<string, number>();
  knex.on('query', ({ __knexQueryUid: uid }: { __knexQueryUid: string }) => began.set(uid, performance.now()));
  knex.on(
    'query-response',
    (_answer: unknown, { __knexQueryUid: uid, sql }: { __knexQueryUid: string; sql: string }) => {
      spent[sql.startsWith('select') ? 'read' : 'write'] += performance.now() - (began.get(uid) ?? performance.now());
      began.delete(uid);
    },
  );
  return spent;
};

/** The least there is to a department's day: one scan each of the rows that a daily rollup holds of it for the month. */
const scanRollup = async (connection: mysql.Connection, departments: readonly string[]): Promise<number> => {
  const started = performance.now();
  const scan = `select sum(if(day = ?, n, 0)) as today, sum(if(day = ?, n, 0)) as yesterday, sum(n) as month
    from bench_rollup where department_id = ? and day between ? and ?`;
  for (const id of departments)
    await connection.execute<RowDataPacket[]>(scan, [
      day,
      calendar.previousWorkday(day),
      id,
      calendar.monthStart(day),
      day,
    ]);
  return performance.now() - started;
};

const megabytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
};

const forget = async (): Promise<void> => {
  await db(digests.name).where({ day }).delete();
  await db('outbox').delete();
  await db('events').where({ name: 'digest.made' }).delete();
};

const spent = timeStatements(db);
const floor = await mysql.createConnection({ uri: databaseUrl });
const departments = (await db('chat_groups').select<{ id: string }[]>({ id: 'department_id' })).map(({ id }) => id);
const seen = { read: [] as number[], write: [] as number[], floor: [] as number[], rss: [] as number[] };
for (let round = 0; round < rounds; round += 1) {
  await forget();
  Object.assign(spent, { read: 0, write: 0 });
  await makeDigests(work, day, frozenAt);
  seen.read.push(spent.read);
  seen.write.push(spent.write);
  seen.floor.push(await scanRollup(floor, departments));
  seen.rss.push(megabytes());
}
const made = await allRows(digests, db(digests.name).where({ day }).orderBy('id').limit(pictures));
const drawing: number[] = [];
const afterFirst: number[] = [];
for (const [index, digest] of made.entries()) {
  const started = performance.now();
  await drawDigest(digest);
  // The first picture also loads the font and the chart's library.
  if (index > 0) drawing.push(performance.now() - started);
  if (index % 20 === 0) afterFirst.push(megabytes());
}
const said: DigestRun = {
  readMs: median(seen.read),
  writeMs: median(seen.write),
  floorMs: median(seen.floor),
  pictureMs: median(drawing),
  digests: departments.length,
  making: seen.rss,
  drawing: afterFirst,
};
await forget();
await floor.end();
await db.destroy();
announce(said, () => Promise.resolve());
