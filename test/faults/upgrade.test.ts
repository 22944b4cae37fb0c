import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { connect } from '../../scripts/database/connection.ts';
import { freePort } from '../../scripts/lib/ports.mjs';
import { createCustomer } from '../../server/contract/customers.ts';
import { auditWrites } from '../support/fault-audit.ts';
import { recordRow, roundsOf } from '../support/fault-rows.ts';
import { countRefusals, startLogging, type Writer } from '../support/fault-writers.ts';
import { openFrontDoor, type FrontDoor } from '../support/front-door.ts';
import { runProgram, type Program } from '../support/processes.ts';
import { signIn } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { readShape, type SchemaShape } from '../support/schema-shape.ts';
import { buildPreviousVersion, type PreviousVersion } from './upgrade/previous-version.ts';

const rounds = roundsOf({ full: 3, short: 1 });
const previous = await buildPreviousVersion();
if (!previous) process.stderr.write('SKIPPED upgrade: there is no history to build the previous version from\n');

let stage: Stage;
let door: FrontDoor;
let db: Knex;
let ports: { old: number; new: number };
let shapeBefore: SchemaShape;
const closing: (() => unknown)[] = [];

const migrate = (...args: string[]): Promise<string> =>
  runProgram('migrate', { DATABASE_URL: stage.databaseUrl }, args);
const namesIn = (said: string): string[] => said.split('\n').flatMap((line) => /^[+-] (\S+)/.exec(line)?.[1] ?? []);

const open = async ({ dist }: PreviousVersion): Promise<void> => {
  const { url, prefix } = inject('testDatabase');
  const databaseUrl = `${url}/${prefix}upgrade`;
  const server = connect(url);
  await server.raw('CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci', [`${prefix}upgrade`]);
  await server.destroy();
  await runProgram('migrate', { DATABASE_URL: databaseUrl }, [], dist);
  db = connect(databaseUrl);
  closing.push(() => db.destroy());
  shapeBefore = await readShape(db);
  const front = await freePort();
  door = await openFrontDoor(front);
  closing.push(() => door.close());
  ports = { old: await freePort(), new: await freePort() };
  stage = await openStage({ label: 'upgrade', databaseUrl, appUrl: `http://localhost:${front}`, dist, roles: [] });
  closing.push(() => stage.close());
};

beforeAll(async () => {
  if (previous) await open(previous);
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  previous?.remove();
});

const startVersion = (port: number, dist?: string): Promise<Program[]> =>
  Promise.all([stage.start('server', { PORT: String(port) }, dist), stage.start('bot', {}, dist)]);
const stopAll = (programs: readonly Program[]): Promise<unknown> =>
  Promise.all(programs.map((program) => program.stop()));

const startWriting = async (round: number): Promise<Writer[]> => {
  const writers = [];
  for (const userid of ['wanglei', 'liuyang', 'wudawei']) {
    const seller = await signIn(stage, userid);
    const { id } = await seller.get(createCustomer, {
      body: { name: `${userid} 第 ${round} 位客户`, kind: 'customer' },
    });
    writers.push(startLogging(stage, { ...seller, userid: `${userid} ${round}` }, { customerId: id }));
  }
  return writers;
};

/** Up with both versions at work, and back down. @returns the migrations that were run and taken back */
const upgradeAndRollBack = async (
  dist: string,
  old: readonly Program[],
): Promise<{ names: string[]; back: Program[] }> => {
  await sleep(1500);
  // Two operators at once; processes of the version before go on.
  const names = (await Promise.all([migrate(), migrate()])).flatMap(namesIn);
  await sleep(1500);
  const fresh = await startVersion(ports.new);
  door.leadTo(ports.old, ports.new);
  await sleep(2000);
  door.leadTo(ports.new);
  await stopAll(old);
  await sleep(1500);

  const back = await startVersion(ports.old, dist);
  door.leadTo(ports.old);
  await stopAll(fresh);
  const takenBack = [];
  for (const _ of names) takenBack.push(...namesIn(await migrate('down')));
  expect(takenBack).toEqual([...names].reverse());
  await sleep(1500);
  return { names, back };
};

it.skipIf(!previous)('people notice nothing of an upgrade, nor of its being taken back', async () => {
  const { dist, name } = previous ?? { dist: '', name: '' };
  let running = await startVersion(ports.old, dist);
  door.leadTo(ports.old);
  const all: Writer[] = [];
  let migrations: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const writers = await startWriting(round);
    const { names, back } = await upgradeAndRollBack(dist, running);
    await Promise.all(writers.map((writer) => writer.stop()));
    [running, migrations] = [back, names];
    all.push(...writers);
    expect(await readShape(db)).toEqual(shapeBefore);
  }
  const audit = await auditWrites(db, { logging: all, commenting: [] });
  const refusals = countRefusals(all);
  const counts = {
    from: name,
    migrations: migrations.length,
    ...audit,
    'lost connections': refusals.get('no answer') ?? 0,
    refused: [...refusals.keys()].filter((one) => one !== 'no answer').join(', ') || 0,
    'slowest ms': Math.max(...all.map((writer) => writer.slowestMs())),
  };
  recordRow({ scenario: 'Upgrade under load with both versions up, and back', rounds, counts });
  expect(counts).toMatchObject({ lost: 0, doubled: 0, unpaired: 0, refused: 0 });
  expect(audit.acknowledged).toBeGreaterThan(0);
});
