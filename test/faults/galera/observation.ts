import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { systemWork } from '../../../server/kernel/work.ts';
import { queueMessages } from '../../../server/modules/messages/index.ts';
import type { Counters } from '../../../simulator/control/types.ts';
import { auditWrites, type WriteAudit } from '../../support/fault-audit.ts';
import { countRefusals, startLogging } from '../../support/fault-writers.ts';
import { nodes } from './cluster.ts';
import { keepReading } from './reading.ts';
import type { ClusterStage } from './stage.ts';

/** What people and their chats saw of one fault. */
export interface Observation extends WriteAudit {
  /** Sent again under the same key because an answer was missing. */
  repeated: number;
  longestWaitMs: number;
  longestReadMs: number;
  messages: number;
  unsent: number;
  sentTwice: number;
  /** The longest time in which no message went out although some waited. */
  longestSendPauseMs: number;
  /** Digests of the day that are missing or too many. */
  undigested: number;
}

export interface Round {
  label: string;
  /** Where the clock is put just before the fault. */
  at?: string;
  /** The day whose digest falls due during it. */
  digestDay?: string | undefined;
}

const messageCount = 120;
const sendDelayMs = 250;

/** Lets people work and messages go out, does the damage in the middle of it, and counts when all is quiet again. */
export const observe = async (stage: ClusterStage, round: Round, damage: () => Promise<void>): Promise<Observation> => {
  if (round.digestDay) await stage.moveClock(`${round.digestDay}T09:00:00.000Z`);
  const people = await stage.signIn();
  let isOver = false;
  const logging = people.map(({ person, customerId }) =>
    startLogging(stage, person, { customerId }, { label: round.label }),
  );
  const reading = people.map(({ person, customerId }) => keepReading(person, customerId, () => isOver));
  await stage.control.send('POST', 'faults', { path: '/cgi-bin/*/send', delayMs: sendDelayMs });
  await queue(stage, round.label);
  const watching = watchSending(stage, () => isOver);
  await sleep(1500);
  if (round.at) await stage.control.moveClock(round.at);
  await damage();
  await sleep(3000);
  isOver = true;
  await Promise.all(logging.map((writer) => writer.stop()));
  const waits = (await Promise.all(reading)).flat();
  const longestSendPauseMs = await watching;
  await stage.control.send('DELETE', 'faults');

  const unsent = await untilSent(stage, round.label);
  const received = await readChats(stage, round.label);
  await expectEqualNodes(stage);
  const refusals = [...countRefusals(logging).values()];
  return {
    ...(await auditWrites(stage.product.kernel.db, { logging, commenting: [] })),
    repeated: refusals.reduce((sum, times) => sum + times, 0),
    longestWaitMs: Math.max(...logging.map((writer) => writer.longestMs())),
    longestReadMs: Math.max(...waits),
    messages: messageCount,
    unsent: unsent + messageCount - new Set(received).size,
    sentTwice: received.length - new Set(received).size,
    longestSendPauseMs,
    undigested: round.digestDay ? Math.abs((await digestsOf(stage, round.digestDay)) - 1) : 0,
  };
};

const queue = async ({ product }: ClusterStage, label: string): Promise<void> => {
  const work = systemWork(product.kernel);
  const people = await work.db('people').where({ state: 'active' }).orderBy('id').select<{ id: string }[]>('id');
  const messages = Array.from({ length: messageCount }, (_, index) => ({
    topic: 'approval_result' as const,
    recipient: { kind: 'person' as const, personId: people[index % people.length]?.id ?? '' },
    content: { type: 'text' as const, text: `${label} 第 ${index} 条` },
    dedupeKey: `${label}:${index}`,
  }));
  await inTransaction(work, (inner) => queueMessages(inner, messages));
};

/** The longest time between two messages while not all of this round were out. */
const watchSending = async ({ control }: ClusterStage, isOver: () => boolean): Promise<number> => {
  const sent = async (): Promise<number> => (await control.get<Counters>('counters')).sent;
  const first = await sent();
  let [last, since, longest] = [first, performance.now(), 0];
  while (!isOver() && last - first < messageCount) {
    await sleep(50);
    const now = await sent();
    if (now === last) continue;
    longest = Math.max(longest, performance.now() - since);
    [last, since] = [now, performance.now()];
  }
  return longest;
};

/** How many of the round's messages have not left after two minutes. */
const untilSent = async ({ product }: ClusterStage, label: string): Promise<number> => {
  const waiting = async (): Promise<number> => {
    const rows = product.kernel.db('messages').where('dedupe_key', 'like', `${label}:%`).whereNot({ state: 'sent' });
    return Number((await rows.count({ n: '*' }))[0]?.['n']);
  };
  await expect
    .poll(waiting, { timeout: 120_000, interval: 500 })
    .toBe(0)
    .catch(() => undefined);
  return waiting();
};

const readChats = async ({ control }: ClusterStage, label: string): Promise<string[]> => {
  const { people } = await control.get<{ people: { userid: string }[] }>('company');
  const pages = await Promise.all(people.map(({ userid }) => control.messagesOf(`app:${userid}`, userid)));
  return pages
    .flat()
    .flatMap(({ content }) => ('text' in content && content.text.startsWith(`${label} 第`) ? content.text : []));
};

/** What people wrote is the same on every node. */
const expectEqualNodes = async ({ cluster }: ClusterStage): Promise<void> => {
  const views = await Promise.all(nodes.map((n) => cluster.query(n, 'select id, content from follow_ups order by id')));
  expect(views.every((view) => JSON.stringify(view) === JSON.stringify(views[0]))).toBe(true);
};

/** Digest cards of a day in the group's chat. */
const digestsOf = async ({ control, group }: ClusterStage, day: string): Promise<number> => {
  const read = async (): Promise<number> => {
    const messages = await control.messagesOf(`group:${group.chatid}`, group.members[0]?.userid ?? '');
    return messages.filter(({ content, time }) => content.kind === 'card' && time.startsWith(day)).length;
  };
  await expect
    .poll(read, { timeout: 60_000, interval: 500 })
    .toBeGreaterThan(0)
    .catch(() => undefined);
  await sleep(3000);
  return read();
};
