import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { createConnection, type Connection } from 'mysql2/promise';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { findMariadb } from '../../scripts/lib/mariadb-binaries.mjs';
import { startMariadb, stopMariadb } from '../../scripts/lib/mariadb.mjs';
import { openDeal, type Deal } from '../journeys/deals.ts';
import { auditWrites, countPending } from '../support/fault-audit.ts';
import { countByState } from '../support/fault-messages.ts';
import { isFullForm, recordRow, roundsOf } from '../support/fault-rows.ts';
import { countRefusals, startCommenting, startLogging, type Writer } from '../support/fault-writers.ts';
import { runProgram } from '../support/processes.ts';
import { signIn, type Person } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { openWire, type Wire } from '../support/tcp-wire.ts';

const folder = mkdtempSync(join(tmpdir(), 'crm-faults-'));
/** It takes MariaDB up to a minute to notice room for its binary log: nothing for the short form. */
const disk = isFullForm ? mountSmallDisk(folder) : undefined;
const instance = {
  folder: join(folder, 'mariadb'),
  isDurable: true,
  pool: '128M',
  user: 'crm',
  password: 'crm',
  database: 'crm',
};
/** A MariaDB that waits for room on its disk looks again once a minute, each of its threads by itself. */
const patience = { timeout: 240_000, interval: 200 };

let server: Awaited<ReturnType<typeof startMariadb>>;
let wire: Wire;
let stage: Stage;
/** Past the wire, for looking. */
let db: Knex;
let deals: Deal[];
let leader: Person;

const startServer = async (): Promise<void> => {
  const binaries = findMariadb();
  if (!binaries) throw new Error('There is no MariaDB on this machine.');
  server = await startMariadb(instance, binaries);
};

beforeAll(async () => {
  await startServer();
  await runProgram('migrate', { DATABASE_URL: `${server.url}/crm` }, []);
  wire = await openWire({ host: '127.0.0.1', port: server.port });
  const databaseUrl = `mysql://crm:crm@127.0.0.1:${wire.port}/crm`;
  stage = await openStage({ label: 'database', databaseUrl, roles: ['all'] });
  deals = [await openDeal(stage, 'wanglei', '太仓明志机械'), await openDeal(stage, 'liuyang', '昆山同泰电子')];
  leader = await signIn(stage, 'chenjianguo');
});
beforeEach(() => void (db = connect(`${server.url}/crm`)));
afterEach(async () => {
  wire.clear();
  await db.destroy();
});
afterAll(async () => {
  await stage?.close();
  await wire?.close();
  await stopMariadb(instance.folder);
  disk?.unmount();
  rmSync(folder, { recursive: true, force: true });
});

interface Load {
  all: Writer[];
  logging: Writer[];
  commenting: Writer[];
}

const startLoad = (label: string): Load => {
  const logging = deals.map(({ seller, customerId, opportunityId }) =>
    startLogging(stage, seller, { customerId, opportunityId }, { label, paceMs: 400 }),
  );
  const commenting = logging.slice(0, 1).map((first) => startCommenting(stage, leader, first, { label, paceMs: 2000 }));
  return { logging, commenting, all: [...logging, ...commenting] };
};

const acknowledged = (writer: Writer): number => writer.submissions.filter(({ id }) => id !== null).length;

/** How long it takes until every salesperson is served again. */
const measureRecovery = async ({ logging }: Load): Promise<number> => {
  const begun = Date.now();
  const before = logging.map(acknowledged);
  const servedAgain = () => logging.every((writer, index) => acknowledged(writer) > (before[index] ?? 0) + 1);
  await expect.poll(servedAgain, patience).toBe(true);
  return Date.now() - begun;
};

/**
 * Lets people write while something goes wrong, then checks the promises: nothing acknowledged is lost or doubled, everybody was answered in
 * time and in words, what was to be told was told, and nothing had to be done for it.
 */
const survive = async (
  { label, scenario, rounds }: { label: string; scenario: string; rounds: number },
  breakIt: (round: number) => Promise<unknown>,
): Promise<void> => {
  const load = startLoad(label);
  let recoveryMs = 0;
  const notes: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    await sleep(800 + Math.random() * 400);
    const counted = await breakIt(round);
    if (typeof counted === 'number') notes['provoked'] = (notes['provoked'] ?? 0) + counted;
    recoveryMs = Math.max(recoveryMs, await measureRecovery(load));
  }
  await Promise.all(load.all.map((writer) => writer.stop()));
  await db.destroy();
  db = connect(`${server.url}/crm`);
  await expect.poll(() => countPending(db), patience).toBe(0);
  const comments = load.commenting.flatMap(({ submissions }) => submissions).length;
  await expect.poll(async () => (await countByState(db, 'comment:'))['sent'] ?? 0, patience).toBe(await commentsIn(db));
  const audit = await auditWrites(db, load);
  const refusals = countRefusals(load.all);
  const slowestMs = Math.max(...load.all.map((writer) => writer.slowestMs()));
  const counts = {
    ...audit,
    comments,
    ...notes,
    'answered 503': refusals.get('503 system.unavailable') ?? 0,
    'slowest answer ms': slowestMs,
    'slowest recovery ms': recoveryMs,
  };
  recordRow({ scenario, rounds, counts });
  expect(counts).toMatchObject({ lost: 0, doubled: 0, unpaired: 0 });
  refusals.delete('503 system.unavailable');
  refusals.delete('409 request.duplicate_running');
  expect([...refusals.keys()]).toEqual([]);
  expect(slowestMs).toBeLessThan(10_000);
  expect(load.all.flatMap(({ submissions }) => submissions).filter(({ id }) => id === null)).toEqual([]);
};

/** The product is thrown out again and again, until others have taken all there are. */
const holdEveryConnection = async (): Promise<() => void> => {
  const held: Connection[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    wire.cut();
    await sleep(30);
    for (let isFull = false; !isFull;) {
      const next = await createConnection(`${server.url}/crm`).catch((error: { errno?: number }) => error.errno);
      isFull = next === 1040;
      if (typeof next === 'object') held.push(next);
    }
  }
  return () => held.forEach((connection) => connection.destroy());
};

/** Takes the rows a follow-up takes, in the other order, and with so much to undo that the other side is the victim. */
const provokeDeadlock = async ({ customerId, opportunityId }: Deal): Promise<void> => {
  await db
    .transaction(async (trx) => {
      const scratch = Array.from({ length: 200 }, (_, index) => ({
        name: `scratch-${index}`,
        holder: '-',
        until_ms: 0,
      }));
      await trx('leases').insert(scratch);
      await trx('opportunities')
        .where({ id: opportunityId })
        .update({ updated_at: trx.raw('updated_at') });
      await sleep(700);
      await trx('customers')
        .where({ id: customerId })
        .update({ updated_at: trx.raw('updated_at') });
      await trx.rollback();
    })
    .catch(() => undefined);
};

const countDeadlocks = async (): Promise<number> => {
  const [rows] = (await db.raw("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")) as [{ Value: string }[]];
  return Number(rows[0]?.Value);
};

const commentsIn = async (knex: Knex): Promise<number> => {
  const [row] = await knex('follow_up_comments').count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
};

it('survives a MariaDB that is killed and comes back', async () => {
  const rounds = roundsOf({ full: 20, short: 1 });
  await survive({ label: '被杀', scenario: 'MariaDB kill -9 and restart', rounds }, async () => {
    process.kill(server.pid, 'SIGKILL');
    await sleep(500 + Math.random() * 2500);
    await startServer();
  });
});

it('survives connections that break at random', async () => {
  const rounds = roundsOf({ full: 100, short: 8 });
  await survive({ label: '断线', scenario: 'connections to MariaDB cut at random', rounds: 1 }, async () => {
    for (let round = 0; round < rounds; round += 1) {
      wire.cut();
      await sleep(Math.random() * 400);
    }
    return rounds;
  });
});

it.runIf(isFullForm)('answers in time while every packet is late', async () => {
  const delays = [50, 300, 1500, 5000];
  await survive({ label: '变慢', scenario: 'MariaDB slow', rounds: delays.length }, async (round) => {
    wire.slow(delays[round] ?? 0);
    await sleep(30_000);
    wire.clear();
  });
});

it('answers in time while MariaDB is silent, and goes on when it speaks again or the network is mended', async () => {
  const rounds = roundsOf({ full: 6, short: 1 });
  await survive({ label: '无声', scenario: 'MariaDB silent, 12 s or 40 s', rounds }, async (round) => {
    wire.stall();
    await sleep(round % 2 === 1 ? 40_000 : isFullForm ? 12_000 : 9000);
    if (round % 3 === 2) wire.cut();
    wire.clear();
  });
});

it.runIf(isFullForm)('answers in time while other clients hold every connection', async () => {
  const rounds = roundsOf({ full: 5, short: 1 });
  await survive({ label: '占满', scenario: 'connections to MariaDB exhausted', rounds }, async () => {
    await db.raw('SET GLOBAL max_connections = 12');
    const letGo = await holdEveryConnection();
    await sleep(8000);
    await db.raw('SET GLOBAL max_connections = 400');
    letGo();
  });
});

it('runs commands again that MariaDB chose as victims of a deadlock', async () => {
  const rounds = roundsOf({ full: 50, short: 2 });
  await survive({ label: '死锁', scenario: 'deadlocks provoked', rounds: 1 }, async () => {
    const before = await countDeadlocks();
    for (let round = 0; round < rounds; round += 1) for (const deal of deals) await provokeDeadlock(deal);
    return (await countDeadlocks()) - before;
  });
});

it.runIf(disk)('says so in time while the disk of MariaDB is full, and goes on when there is room again', async () => {
  const rounds = roundsOf({ full: 2, short: 1 });
  await survive({ label: '盘满', scenario: "MariaDB's disk full", rounds }, async () => {
    disk?.fill();
    await sleep(isFullForm ? 15_000 : 4000);
    disk?.free();
  });
});
