import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCustomer } from '../../server/contract/customers.ts';
import type { Product } from '../../server/compose.ts';
import { allRows } from '../../server/kernel/rows.ts';
import { isQuiet } from '../../server/modules/reports/index.ts';
import { digests } from '../../server/modules/reports/store.ts';
import { auditWrites, countPending, readChatTexts } from '../support/fault-audit.ts';
import { bindGroups, type BoundGroup } from '../support/fault-groups.ts';
import { countByState, startQueueing } from '../support/fault-messages.ts';
import { recordRow, roundsOf } from '../support/fault-rows.ts';
import { startCommenting, startLogging } from '../support/fault-writers.ts';
import type { Program } from '../support/processes.ts';
import { signIn } from '../support/processes-person.ts';
import { openProduct } from '../support/processes-product.ts';
import { openStage, type Role, type Stage } from '../support/processes-stage.ts';

const rounds = roundsOf({ full: 100, short: 2 });
/** Each of these rounds lets the clock pass 18:30 of the next working day just before the kill. */
const isEvening = (round: number): boolean => round % 20 === 1;
const workdays = ['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-16', '2026-03-17'];
const patience = { timeout: 120_000, interval: 300 };

let stage: Stage;
let product: Product;
let closeProduct: () => Promise<void>;
let groups: BoundGroup[];
const running = new Map<Role, Program>();

beforeAll(async () => {
  stage = await openStage({ label: 'kill', roles: [] });
  for (const role of ['server', 'bot'] as const) running.set(role, await stage.start(role));
  ({ product, close: closeProduct } = await openProduct(stage));
  groups = await bindGroups(stage);
});
afterAll(async () => {
  await closeProduct?.();
  await stage?.close();
});

const victims: Role[][] = [['bot'], ['server'], ['bot', 'server']];

/** `kill -9` at a moment nobody chose, then up again at once. */
const killAndRestart = async (roles: Role[]): Promise<void> => {
  await sleep(200 + Math.random() * 1200);
  await Promise.all(roles.map(async (role) => running.get(role)?.kill()));
  await Promise.all(roles.map(async (role) => void running.set(role, await stage.start(role))));
};

/** As if the leases of those who died were over: nobody lives who could hold one. */
const letLeasesLapse = async (): Promise<void> => {
  const { db } = product.kernel;
  await running.get('bot')?.stop();
  await db('messages').where({ state: 'sending' }).update({ lease_until_ms: 1 });
  await db('schedule_slots').whereNull('finished_at').update({ lease_until_ms: 1 });
  running.set('bot', await stage.start('bot'));
};

const digestsMade = async (): Promise<number> => {
  const [row] = await product.kernel.db('digests').count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
};

/** Summary, picture and card of each digest; of a day on which nothing was logged before 18:30 the summary alone. */
const messagesOfDigests = async (): Promise<number> => {
  const made = await allRows(digests, product.kernel.db(digests.name));
  return made.reduce((sum, { facts }) => sum + (isQuiet(facts) ? 1 : 3), 0);
};

const writeUnderLoad = async () => {
  const sellers = ['wanglei', 'liuyang', 'wudawei', 'caiyilin'];
  const logging = [];
  for (const userid of sellers) {
    const seller = await signIn(stage, userid);
    const { id } = await seller.get(createCustomer, { body: { name: `${userid} 的客户`, kind: 'customer' } });
    logging.push(startLogging(stage, seller, { customerId: id }));
  }
  const [first] = logging;
  const commenting = first ? [startCommenting(stage, await signIn(stage, 'chenjianguo'), first)] : [];
  return { logging, commenting };
};

it(`survives kill -9 of server and bot ${rounds} times under load`, async () => {
  const { db } = product.kernel;
  const writers = await writeUnderLoad();
  const queueing = await startQueueing(product, groups, { paceMs: 150, label: '消息' });
  let evenings = 0;
  for (let round = 0; round < rounds; round += 1) {
    const passesEvening = isEvening(round) && evenings < workdays.length;
    if (passesEvening) await stage.control.moveClock(`${workdays[evenings++]}T10:29:59.000Z`);
    await killAndRestart(victims[round % victims.length] ?? []);
    if (!passesEvening) continue;
    await letLeasesLapse();
    await expect.poll(digestsMade, patience).toBe(evenings * groups.length);
  }
  const all = [...writers.logging, ...writers.commenting];
  await Promise.all([...all.map((writer) => writer.stop()), queueing.stop()]);
  await letLeasesLapse();
  // Past midnight quiet hours hold messages back, and limits of the hour may: in the late morning everything goes out.
  await stage.control.moveClock('2026-03-18T03:00:00.000Z');
  const waiting = async (): Promise<number> => {
    const { sent = 0, dropped = 0, ...others } = await countByState(db);
    return sent + dropped === 0 ? -1 : Object.values(others).reduce((sum, times) => sum + times, 0);
  };
  await expect.poll(waiting, patience).toBe(0);
  await expect.poll(() => countPending(db), patience).toBe(0);

  const people = (await stage.control.get<{ people: { userid: string }[] }>('company')).people;
  const texts = await readChatTexts(stage, [
    ...groups.map(({ place }) => place),
    ...people.map(({ userid }) => ({ conversationId: `app:${userid}`, userid })),
  ]);
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const doubled = queueing.texts.filter((text) => (times.get(text) ?? 0) > 1);
  const marked = await db('messages').where({ maybe_duplicate: true }).select<{ title: string }[]>('title');
  const audit = await auditWrites(db, writers);
  const comments = await countByState(db, 'comment:');
  const daily = await db('schedule_slots')
    .where('job', 'daily digest')
    .select<{ finished_at: Date | null }[]>('finished_at');
  const said = await db('messages').where('dedupe_key', 'like', 'digest:%').select<{ state: string }[]>('state');
  const row = {
    ...audit,
    'messages queued': queueing.texts.length,
    'messages lost': queueing.texts.filter((text) => !times.has(text)).length,
    'messages doubled': doubled.length,
    'doubled unmarked': doubled.filter((text) => !marked.some(({ title }) => title === text)).length,
    marked: marked.length,
    evenings,
    'digests lost': evenings * groups.length - (await digestsMade()),
    'slots unfinished': daily.filter(({ finished_at }) => finished_at === null).length,
    'slowest answer ms': Math.max(...all.map((writer) => writer.slowestMs())),
  };
  recordRow({ scenario: 'kill -9 of server and bot under load', rounds, counts: row });
  expect(row).toMatchObject({ lost: 0, doubled: 0, unpaired: 0 });
  expect(row).toMatchObject({ 'messages lost': 0, 'doubled unmarked': 0, 'digests lost': 0, 'slots unfinished': 0 });
  expect(doubled.length).toBeLessThanOrEqual(rounds);
  expect(daily).toHaveLength(evenings);
  expect(said).toEqual(Array.from({ length: await messagesOfDigests() }, () => ({ state: 'sent' })));
  expect(all.flatMap(({ submissions }) => submissions).filter(({ id }) => id === null)).toEqual([]);
  expect(comments).toEqual({ sent: writers.commenting.flatMap(({ submissions }) => submissions).length });
});
