import { setTimeout as sleep } from 'node:timers/promises';
import { insert } from '../server/kernel/rows.ts';
import { inTransaction } from '../server/kernel/transaction.ts';
import { systemWork } from '../server/kernel/work.ts';
import { queueMessages, type NewMessage, type Recipient } from '../server/modules/messages/index.ts';
import { groups } from '../server/modules/reports/store.ts';
import type { GroupView } from '../simulator/control/types.ts';
import { interleave, type Bench, type Measurement } from './lib/bench.ts';
import { runChild } from './lib/child.ts';
import type { BenchDatabase } from './lib/database.ts';
import type { Figure } from './lib/figure.ts';
import { openBusyStage, type BusyStage } from './lib/busy-stage.ts';

/**
 * P7: the ledger's queue, sent to the simulated platform by the bot as a process of its own. First what our code can do when no limit is in
 * the way, against bare claims, sends and records; then ten thousand messages of which the platform's limit lets through only three fifths at
 * once; then the same under `kill -9`. The quick form leaves the latter two out: kills are among the short faults, too.
 */
export const sendMessages: Measurement = {
  id: 'P7',
  measure: async (bench) => {
    const code = await measureCode(bench);
    return bench.quick ? [code] : [code, await measureLimit(bench), await measureKills(bench)];
  },
};

const measureCode = async ({ quick, rounds, database }: Bench): Promise<Figure> => {
  const [people, each] = quick ? [20, 15] : [150, 20];
  const stage = await openBusyStage(database, 'p7', people * 2 * rounds + 1);
  try {
    const everybody = await recipientsOf(stage);
    const nextTeam = (): Recipient[] => everybody.splice(0, people);
    const seen = await interleave(rounds, {
      floor: async () => {
        const ids = await queue(stage, nextTeam(), each);
        const { seconds } = await runChild<{ seconds: number }>('floor-send', {
          databaseUrl: stage.databaseUrl,
          apiUrl: stage.env['WECOM_API_URL'],
          corpId: stage.env['WECOM_CORP_ID'],
          secret: stage.env['WECOM_AGENT_SECRET'],
          agentId: Number(stage.env['WECOM_AGENT_ID']),
          ids,
        });
        return ids.length / seconds;
      },
      product: async () => {
        const ids = await queue(stage, nextTeam(), each);
        const bot = await stage.start('bot');
        await untilSent(stage);
        await bot.stop();
        return ids.length / (await sendingSeconds(stage, ids));
      },
    });
    return {
      id: 'P7.code',
      ratio: seen.product / seen.floor,
      ...seen,
      unit: 'msg/s',
      n: rounds,
      note: `${people * each} messages to ${people} people, no limit in the way`,
      target: null,
    };
  } finally {
    await stage.close();
  }
};

/** 200 people get 50 each; 30 a minute are let through, so nobody could be done before the second minute begins. */
const measureLimit = async ({ rounds, database }: Bench): Promise<Figure> => {
  const [people, each, least] = [200, 50, 60];
  const { seconds } = await interleave(rounds, { seconds: () => sendUnderLimit(database, people, each) });
  return {
    id: 'P7',
    ratio: seconds / least,
    floor: least,
    product: seconds,
    unit: 's',
    n: rounds,
    note: `${people * each} messages to ${people} people at 30 a minute each, none dropped by the platform`,
    target: { atMost: 1.2 },
  };
};

/** @returns seconds. @throws when the platform dropped a message */
const sendUnderLimit = async (database: BenchDatabase, people: number, each: number): Promise<number> => {
  const stage = await openBusyStage(database, 'p7', people);
  try {
    const ids = await queue(stage, await recipientsOf(stage), each);
    const bot = await stage.start('bot');
    await untilSent(stage);
    await bot.stop();
    const { dropped } = await stage.control.get<{ dropped: number }>('counters');
    if (dropped > 0) throw new Error(`The platform dropped ${dropped} messages: its limit was not kept.`);
    return await sendingSeconds(stage, ids);
  } finally {
    await stage.close();
  }
};

/** Messages to people and to groups while the bot is killed again and again at moments nobody chose. */
const measureKills = async ({ database }: Bench): Promise<Figure> => {
  const [people, each, toGroups, kills] = [400, 24, 20, 100];
  const stage = await openBusyStage(database, 'p7', people);
  try {
    const bound = await bindGroups(stage);
    const ids = await queue(stage, await recipientsOf(stage), each);
    const groupIds = await queue(stage, bound, toGroups);
    const done = await killAtRandom(stage, kills);
    await letLeasesLapse(stage);
    const bot = await stage.start('bot');
    await untilSent(stage);
    await bot.stop();
    const { doubled, unmarked } = await auditArrivals(stage, [...ids, ...groupIds]);
    if (unmarked > 0) throw new Error(`${unmarked} messages arrived twice without a mark.`);
    return {
      id: 'P7.kill',
      ratio: doubled / done,
      floor: done,
      product: doubled,
      unit: 'doubled by so many kills',
      n: 1,
      note: `kill -9 of the bot ${done} times over ${ids.length + groupIds.length} messages: none lost, doubled ones marked`,
      target: { atMost: 1 },
    };
  } finally {
    await stage.close();
  }
};

const recipientsOf = async ({ product }: BusyStage): Promise<Recipient[]> => {
  const rows = await product.kernel
    .db('people')
    .where({ state: 'active' })
    .orderBy('id')
    .select<{ id: string }[]>('id');
  return rows.map(({ id }) => ({ kind: 'person', personId: id }));
};

const bindGroups = async ({ control, product }: BusyStage): Promise<Recipient[]> => {
  const work = systemWork(product.kernel);
  const department = await work.db('departments').first<{ id: string }>('id');
  const bound: Recipient[] = [];
  for (const { name, webhookUrl } of await control.get<GroupView[]>('groups')) {
    const binding = { name, kind: 'webhook' as const, departmentId: department.id, address: webhookUrl ?? '' };
    const groupId = await insert(work, groups, { ...binding, active: true, lastDigestOn: null, removedAt: null });
    bound.push({ kind: 'group', groupId, channel: 'webhook', name });
  }
  return bound;
};

let serial = 0;

/** So many messages to each, in turn. */
const queue = async ({ product }: BusyStage, recipients: readonly Recipient[], each: number): Promise<string[]> => {
  const work = systemWork(product.kernel);
  const ids: string[] = [];
  for (let turn = 0; turn < each; turn += 1) {
    const wanted = recipients.map((recipient): NewMessage => {
      serial += 1;
      const content = { type: 'text' as const, text: `消息 ${serial}` };
      return { topic: 'notice', recipient, content, dedupeKey: `bench:${serial}` };
    });
    ids.push(...(await inTransaction(work, (inner) => queueMessages(inner, wanted))));
  }
  return ids;
};

const countUnsent = async ({ product }: BusyStage): Promise<number> => {
  const [row] = await product.kernel.db('messages').whereNot({ state: 'sent' }).count<{ n: number }[]>({ n: '*' });
  return Number(row?.n);
};

const untilSent = async (stage: BusyStage): Promise<void> => {
  const deadline = Date.now() + 300_000;
  while ((await countUnsent(stage)) > 0) {
    if (Date.now() > deadline) throw new Error('The queue does not get empty.');
    await sleep(200);
  }
};

/** From the first claim to the last record. */
const sendingSeconds = async ({ product }: BusyStage, ids: readonly string[]): Promise<number> => {
  const [span]: { begun: Date; ended: Date }[] = await product.kernel
    .db('messages')
    .whereIn('id', ids as string[])
    .select(product.kernel.db.raw('min(attempted_at) as begun, max(sent_at) as ended'));
  if (!span) throw new Error('There is nothing to time.');
  return (span.ended.getTime() - span.begun.getTime()) / 1000;
};

const killAtRandom = async (stage: BusyStage, kills: number): Promise<number> => {
  for (let kill = 1; kill <= kills; kill += 1) {
    const bot = await stage.start('bot');
    await sleep(Math.random() * 300);
    await bot.kill();
    if ((await countUnsent(stage)) === 0) return kill;
  }
  return kills;
};

/** As if the leases of the dead were over. */
const letLeasesLapse = async ({ product }: BusyStage): Promise<void> => {
  await product.kernel.db('messages').where({ state: 'sending' }).update({ lease_until_ms: 1 });
};

/** How often each message arrived, as the platform's conversations tell. @throws when one did not arrive */
const auditArrivals = async (
  { control, product }: BusyStage,
  ids: readonly string[],
): Promise<{ doubled: number; unmarked: number }> => {
  const { people } = await control.get<{ people: { userid: string }[] }>('company');
  const chats = await control.get<GroupView[]>('groups');
  const places = [
    ...people.map(({ userid }) => [`app:${userid}`, userid] as const),
    ...chats.map(({ chatid, members }) => [`group:${chatid}`, members[0]?.userid ?? ''] as const),
  ];
  const arrivals = new Map<string, number>();
  for (const [conversation, reader] of places)
    for (const { content } of await control.allMessagesOf(conversation, reader))
      if ('text' in content) arrivals.set(content.text, (arrivals.get(content.text) ?? 0) + 1);
  const rows = await product.kernel
    .db('messages')
    .whereIn('id', ids as string[])
    .select<{ title: string; maybe_duplicate: number }[]>('title', 'maybe_duplicate');
  const lost = rows.filter(({ title }) => !arrivals.has(title)).length;
  if (lost > 0 || rows.length < ids.length) throw new Error(`${lost} of ${ids.length} messages never arrived.`);
  const doubled = rows.filter(({ title }) => (arrivals.get(title) ?? 0) > 1);
  return { doubled: doubled.length, unmarked: doubled.filter((row) => !row.maybe_duplicate).length };
};
