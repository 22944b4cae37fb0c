import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cooperationCard } from '../bot/cards/cooperation.ts';
import { insertMany } from '../server/kernel/rows.ts';
import { systemWork } from '../server/kernel/work.ts';
import { customers } from '../server/modules/customers/store.ts';
import { taskIdOf } from '../server/modules/messages/index.ts';
import { messages } from '../server/modules/messages/store.ts';
import type { Measurement } from './lib/bench.ts';
import { openBusyStage, type BusyStage } from './lib/busy-stage.ts';
import type { StormResult } from './lib/callback-storm.ts';
import { runChild, startChild } from './lib/child.ts';
import type { BenchDatabase } from './lib/database.ts';
import { median, type Figure } from './lib/figure.ts';
import { buildStorm, perSecond, warmUp, type SentCard, type Storm } from './lib/storm.ts';

const allowedMs = 100;
/**
 * P6: encrypted callbacks at 300 a second into the server process: presses that each let a colleague work on a customer, changes of people and
 * departments that make the server ask the directory again, one in twenty delivered twice. The answer comes when the event is durable. Then the
 * bot works off what the storm left, and everything must have happened exactly once.
 */
export const takeCallbacks: Measurement = {
  id: 'P6',
  measure: async ({ quick, rounds, database }) => {
    const seen: Round[] = [];
    for (let round = 0; round < rounds; round += 1) seen.push(await measureStorm(database, quick ? 2 : 20));
    return [figure('P6', 'p99', seen), figure('P6.max', 'max', seen)];
  },
};

interface Round {
  storm: Storm;
  floor: StormResult;
  product: StormResult;
}

/** One storm on the floor, then on the product, in an empty company of its own. */
const measureStorm = async (database: BenchDatabase, seconds: number): Promise<Round> => {
  const stage = await openBusyStage(database, 'p6', 200);
  const folder = mkdtempSync(join(tmpdir(), 'crm-bench-storm-'));
  try {
    const cards = await sendCards(stage, warmUp.events + perSecond * seconds);
    const storm = buildStorm(stage, cards, warmUp.events + perSecond * seconds);
    const file = join(folder, 'callbacks.json');
    writeFileSync(file, JSON.stringify(storm.callbacks));
    const bareServer = await startChild<{ url: string }>('floor-callbacks', {
      databaseUrl: stage.databaseUrl,
      token: stage.env['WECOM_CALLBACK_TOKEN'],
      aesKey: stage.env['WECOM_CALLBACK_AES_KEY'],
    });
    const bare = join(folder, 'bare.json');
    writeFileSync(bare, JSON.stringify(storm.callbacks.filter(({ path }) => !path.includes('contacts'))));
    const floor = await runChild<StormResult>('callback-storm', {
      url: bareServer.said.url,
      file: bare,
      countFromMs: warmUp.ms,
    });
    await bareServer.stop();
    await stage.product.kernel.db('inbox').where({ channel: 'floor' }).delete();

    await stage.start('server');
    const product = await runChild<StormResult>('callback-storm', { url: stage.appUrl, file, countFromMs: warmUp.ms });
    await audit(stage, { ...storm, refused: product.refused });
    return { storm, floor, product };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const figure = (id: string, which: 'p99' | 'max', rounds: readonly Round[]): Figure => {
  const product = median(rounds.map((round) => round.product[which]));
  const callbacks = rounds.reduce((sum, { storm }) => sum + storm.callbacks.length, 0);
  const events = rounds.reduce((sum, { storm }) => sum + storm.events, 0);
  return {
    id,
    ratio: product / allowedMs,
    floor: median(rounds.map(({ floor }) => floor[which])),
    product,
    unit: 'ms',
    n: rounds.length,
    note: `${callbacks} callbacks at ${perSecond}/s, ${callbacks - events} of them repeats; none lost, none handled twice; ratio against ${allowedMs} ms`,
    target: which === 'p99' ? { atMost: 1 } : null,
  };
};

/** Customers of everybody in turn, each with a request for co-operation that was sent to the owner. */
const sendCards = async ({ product }: BusyStage, count: number): Promise<SentCard[]> => {
  const work = systemWork(product.kernel);
  const people = await work.db('people').where({ state: 'active' }).select<Person[]>('id', 'account', 'name');
  const now = work.clock.now();
  const rows = Array.from({ length: count }, (_, at) => {
    const [owner, requester] = [people[at % people.length], people[(at + 1) % people.length]];
    if (!owner || !requester) throw new Error('The company is empty.');
    return { customerId: work.nextId(), messageId: work.nextId(), name: `客户${at}`, owner, requester };
  });
  const none = { followUps: 0, openOpportunities: 0, openAmount: 0, wonAmount: 0 };
  await insertMany(
    work,
    customers,
    rows.map(({ customerId: id, name, owner }) => ({
      ...none,
      ...{ id, name, nameKey: name, kind: 'customer' as const, ownerId: owner.id, touchedAt: now },
    })),
  );
  await insertMany(
    work,
    messages,
    rows.map(({ customerId, messageId, name, owner, requester }) => ({
      id: messageId,
      topic: 'cooperation' as const,
      channel: 'person' as const,
      personId: owner.id,
      recipientName: owner.name,
      routeKey: `person:${owner.id}`,
      subjectKind: 'customer',
      subjectId: customerId,
      title: name,
      content: { type: 'card' as const, card: cardOf(customerId, name, requester) },
      dedupeKey: `storm:${messageId}`,
      state: 'sent' as const,
      dueAt: now,
      attempts: 1,
      sentAt: now,
      maybeDuplicate: false,
    })),
  );
  return rows.map(({ messageId, owner, requester }) => ({
    account: owner.account,
    taskId: taskIdOf(messageId),
    actionKey: `allow:${requester.id}`,
  }));
};

interface Person {
  id: string;
  account: string;
  name: string;
}

const cardOf = (customerId: string, customerName: string, { id, name }: Person) =>
  cooperationCard({ customerId, customerName, requesterId: id, requesterName: name, note: '' });

/** Lets the bot work off what is left. @throws when anything was refused, lost, or has happened more or less than once */
const audit = async (stage: BusyStage, { events, presses, refused }: Storm & { refused: number }): Promise<void> => {
  const { db } = stage.product.kernel;
  const count = async (query: ReturnType<typeof db>): Promise<number> => {
    const [row]: { n: number }[] = await query.count({ n: '*' });
    return Number(row?.n);
  };
  const stored = await count(db('inbox'));
  await stage.start('bot');
  const deadline = Date.now() + 600_000;
  while ((await count(db('inbox').whereNull('handled_at'))) > 0) {
    if (Date.now() > deadline) throw new Error('The inbox does not get empty.');
    await sleep(300);
  }
  const granted = await count(db('events').where({ name: 'customer.collaborators_changed' }));
  const shares = await count(db('shares').where({ kind: 'customer' }));
  const found = { refused, stored, granted, shares };
  const wanted = { refused: 0, stored: events, granted: presses, shares: presses };
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`Expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}.`);
};
