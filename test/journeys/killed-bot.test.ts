import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDepartments } from '../../server/contract/org.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import { composeProduct, type Product } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openFoundations } from '../../server/foundations.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { systemWork } from '../../server/kernel/work.ts';
import { queueMessages, type NewMessage } from '../../server/modules/messages/index.ts';
import type { Counters, GroupView } from '../../simulator/control/types.ts';
import { signIn } from '../support/processes-person.ts';
import { openStage, type Stage } from '../support/processes-stage.ts';

const patience = { timeout: 60_000, interval: 300 };
let stage: Stage;
let product: Product;
let letGo: () => Promise<void>;

beforeAll(async () => {
  stage = await openStage({ label: 'killed', roles: ['server'] });
  const config = readConfig({ ...stage.env, LOG_LEVEL: 'silent' });
  const opened = await openFoundations(config, { name: 'test', onNudge: () => undefined });
  product = composeProduct(opened.foundations);
  letGo = opened.close;
});
afterAll(async () => {
  await letGo?.();
  await stage?.close();
});

const text = (index: number): string => `第 ${index} 条`;

/** 188 messages to colleagues and 12 to a group. */
const queueTwoHundred = async (groupId: string): Promise<void> => {
  const work = systemWork(product.kernel);
  const people = await work.db('people').where({ state: 'active' }).select<{ id: string }[]>('id');
  const recipientOf = (index: number): NewMessage['recipient'] =>
    index < 12
      ? { kind: 'group', groupId, channel: 'webhook', name: '华东销售群' }
      : { kind: 'person', personId: people[index % people.length]?.id ?? '' };
  const messages = Array.from({ length: 200 }, (_, index): NewMessage => ({
    topic: 'approval_result',
    recipient: recipientOf(index),
    content: { type: 'text', text: text(index) },
    dedupeKey: `killed:${index}`,
  }));
  expect(await inTransaction(work, (inner) => queueMessages(inner, messages))).toHaveLength(200);
};

/** Texts as they stand in everybody's chats, however often. */
const readChats = async ({ chatid, members }: GroupView): Promise<string[]> => {
  const { control } = stage;
  const { people } = await control.get<{ people: { userid: string }[] }>('company');
  const pages = await Promise.all([
    control.messagesOf(`group:${chatid}`, members[0]?.userid ?? ''),
    ...people.map(({ userid }) => control.messagesOf(`app:${userid}`, userid)),
  ]);
  return pages
    .flat()
    .flatMap(({ content }) => ('text' in content && content.text.startsWith('第 ') ? content.text : []));
};

it('loses none of 200 queued messages when the bot is killed among them, and doubles at most one, marked', async () => {
  const { control } = stage;
  const admin = await signIn(stage, 'weikai');
  const group = (await control.get<GroupView[]>('groups')).find(({ name }) => name === '华东销售群');
  if (!group) throw new Error('There is no group.');
  const departmentId = (await admin.get(listDepartments)).items.find(({ name }) => name === '华东大区')?.id ?? '';
  const address = group.webhookUrl ?? '';
  const { id } = await admin.get(bindGroup, { body: { name: group.name, kind: 'webhook', departmentId, address } });
  await queueTwoHundred(id);
  await control.send('POST', 'faults', { path: '/cgi-bin/*/send', delayMs: 100 });

  const victim = await stage.start('bot');
  await expect
    .poll(async () => (await control.get<Counters>('counters')).sent, { ...patience, interval: 20 })
    .toBeGreaterThan(60);
  await victim.kill();
  const ledger = product.kernel.db('messages').where('dedupe_key', 'like', 'killed:%');
  const claimed = await ledger.clone().where({ state: 'sending' }).select<{ id: string }[]>('id');
  expect(claimed.length).toBeGreaterThan(0);
  // As if the minute of its claims were over.
  await ledger.clone().where({ state: 'sending' }).update({ lease_until_ms: 1 });

  await control.send('DELETE', 'faults');
  await stage.start('bot');
  await expect
    .poll(async () => Number((await ledger.clone().where({ state: 'sent' }).count({ n: '*' }))[0]?.['n']), patience)
    .toBe(200);

  const counts = new Map<string, number>();
  for (const one of await readChats(group)) counts.set(one, (counts.get(one) ?? 0) + 1);
  expect(Array.from({ length: 200 }, (_, index) => text(index)).filter((one) => !counts.has(one))).toEqual([]);
  const doubled = [...counts].filter(([, times]) => times > 1).map(([one]) => one);
  expect(doubled.length).toBeLessThanOrEqual(1);
  const marked = await ledger
    .clone()
    .where({ maybe_duplicate: true })
    .select<{ id: string; title: string }[]>('id', 'title');
  expect(marked.map((row) => row.id).sort()).toEqual(claimed.map((row) => row.id).sort());
  expect(doubled.filter((one) => !marked.some(({ title }) => title === one))).toEqual([]);
});
