import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findMariadb } from '../../scripts/lib/mariadb-binaries.mjs';
import { startMariadb, stopMariadb } from '../../scripts/lib/mariadb.mjs';
import { logFollowUp, listFollowUps } from '../../server/contract/activities.ts';
import { runProgram } from '../support/processes.ts';
import type { Person } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';
import { askToWin, openDeal, type Deal } from './deals.ts';
import { cardText } from '../support/processes-control.ts';

const faultSeconds = Number(process.env['FAULT_SECONDS'] ?? 8);
const folder = mkdtempSync(join(tmpdir(), 'crm-away-'));
const instance = {
  folder: join(folder, 'mariadb'),
  isDurable: true,
  pool: '128M',
  user: 'crm',
  password: 'crm',
  database: 'crm',
};
let stage: Stage;

const startDatabase = () => {
  const binaries = findMariadb();
  if (!binaries) throw new Error('There is no MariaDB on this machine.');
  return startMariadb(instance, binaries);
};

beforeAll(async () => {
  const databaseUrl = `${(await startDatabase()).url}/crm`;
  await runProgram('migrate', { DATABASE_URL: databaseUrl }, []);
  stage = await openStage({ label: 'away', databaseUrl, roles: ['all'] });
});
afterAll(async () => {
  await stage?.close();
  await stopMariadb(instance.folder);
  rmSync(folder, { recursive: true, force: true });
});

interface Attempt {
  content: string;
  status: number;
  code: string | null;
  ms: number;
}

/** Logs one contact after the other until told to stop. */
const keepLogging = async (person: Person, customerId: string, isOver: () => boolean): Promise<Attempt[]> => {
  const attempts: Attempt[] = [];
  while (!isOver()) {
    const content = `${person.userid} 第 ${attempts.length} 次`;
    const begun = performance.now();
    const { status, problem } = await person.call(logFollowUp, { body: { customerId, kind: 'call', content } });
    attempts.push({ content, status, code: problem?.code ?? null, ms: performance.now() - begun });
    await sleep(150);
  }
  return attempts;
};

const readLog = async ({ seller, customerId }: Deal): Promise<string[]> => {
  const contents: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await seller.get(listFollowUps, { query: { customerId, limit: 100, ...(cursor && { cursor }) } });
    contents.push(...page.items.map(({ content }) => content));
    if (page.nextCursor === null) return contents;
    cursor = page.nextCursor;
  }
};

it(`says clearly and in time that the database is away for ${faultSeconds} s, then goes on and has lost nothing`, async () => {
  const deals = [await openDeal(stage, 'wanglei', '太仓明志机械'), await openDeal(stage, 'liuyang', '昆山同泰电子')];
  let isOver = false;
  const logging = Promise.all(deals.map(({ seller, customerId }) => keepLogging(seller, customerId, () => isOver)));
  await sleep(1500);
  await stopMariadb(instance.folder);
  await sleep(faultSeconds * 1000);
  await startDatabase();
  await sleep(4000);
  isOver = true;
  const attempts = await logging;

  for (const [index, deal] of deals.entries()) {
    const own = attempts[index] ?? [];
    const refused = own.filter(({ status }) => status >= 400);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(['503 system.unavailable']),
    );
    expect(Math.max(...own.map(({ ms }) => ms))).toBeLessThan(10_000);
    expect(own.at(-1)?.status).toBe(200);
    const acknowledged = own.filter(({ status }) => status === 200).map(({ content }) => content);
    const kept = await readLog(deal);
    expect(acknowledged.filter((content) => !kept.includes(content))).toEqual([]);
    expect(new Set(kept).size).toBe(kept.length);
  }

  const [deal] = deals;
  if (!deal) throw new Error('There is no deal.');
  await askToWin(deal, 0.85);
  const cards = async () => (await stage.control.messagesOf('app:chenjianguo', 'chenjianguo')).map(cardText).join();
  await expect.poll(cards, { timeout: 60_000, interval: 500 }).toContain(deal.name);
});
