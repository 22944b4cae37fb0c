import { describe, expect, it } from 'vitest';
import { logFollowUp } from '../../../server/contract/activities.ts';
import {
  bindGroup,
  getDigest,
  getDigestPicture,
  getDigestRows,
  listDigests,
  type DigestFigure,
  type DigestPeriod,
} from '../../../server/contract/reports.ts';
import type { Id } from '../../../server/contract/page.ts';
import { runDueJobs } from '../../../server/kernel/schedule.ts';
import { makeDigests } from '../../../server/modules/reports/make-digests.ts';
import { deliver } from '../../bot/delivering.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, countQueries, win } from '../opportunities/deals.ts';

const world = useWorld();
const day = '2026-03-11';
const closing = new Date('2026-03-11T10:30:00.000Z');
const periods: readonly DigestPeriod[] = ['today', 'before', 'month'];
let keys = 0;

const bind = async (as: Id, departmentId: Id): Promise<Id> => {
  keys += 1;
  const address = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k${keys}`;
  const answer = await world.call(as, bindGroup, { body: { name: '部门群', kind: 'webhook', departmentId, address } });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.data.id;
};
const close = async (): Promise<void> => {
  world.clock.set(closing);
  await runDueJobs(
    world.kernel,
    world.product.jobs.filter((job) => job.name === 'daily digest'),
  );
};
const digestOf = async (as: Id, departmentId: Id): Promise<Id> => {
  const page = await world.call(as, listDigests, { query: { departmentId } });
  return page.data?.items[0]?.id ?? '';
};
const figuresOf = async (as: Id, departmentId: Id): Promise<Record<string, unknown>> => {
  const digest = await world.call(as, getDigest, { params: { id: await digestOf(as, departmentId) } });
  return Object.fromEntries(digest.data?.figures.map(({ key, ...values }) => [key, values]) ?? []);
};
const log = (as: Id, customerId: Id, happenedAt?: Date) =>
  world.call(as, logFollowUp, {
    body: {
      customerId,
      kind: 'call',
      content: '聊了报价',
      ...(happenedAt && { happenedAt: happenedAt.toISOString() }),
    },
  });

describe('the daily digest', () => {
  it('counts the day, the working day before and the month under its own department', async () => {
    const { alice, carol, boss, admin, east, south, root, eastLeader, southLeader } = await world.company.standard();
    const product = await addProduct(world, admin);
    const customerId = await addCustomer(world, alice);
    await log(alice, customerId);
    await log(alice, customerId, new Date('2026-03-10T03:00:00Z'));
    await log(alice, customerId, new Date('2026-03-02T03:00:00Z'));
    await log(alice, customerId, new Date('2026-02-27T03:00:00Z'));
    await log(carol, await addCustomer(world, carol));
    const deal = await addDeal(world, alice, {
      customerId,
      lines: [{ productId: product, quantity: 3, agreedPrice: 100_000 }],
    });
    await addDeal(world, alice, { customerId, amount: 500_000 });
    expect((await win(world, alice, deal)).data?.outcome).toBe('won');
    for (const [as, id] of [
      [eastLeader, east],
      [southLeader, south],
      [admin, root],
    ] as const)
      await bind(as, id);
    await close();
    expect(await figuresOf(boss, east)).toEqual({
      follow_ups: { today: 1, before: 1, month: 3 },
      new_customers: { today: 1, before: 0, month: 1 },
      new_opportunities: { today: 2, before: 0, month: 2 },
      new_amount: { today: 800_000, before: 0, month: 800_000 },
      won: { today: 1, before: 0, month: 1 },
      won_amount: { today: 300_000, before: 0, month: 300_000 },
      lost: { today: 0, before: 0, month: 0 },
      open_amount: { today: 500_000, before: 500_000, month: 500_000 },
    });
    expect(await figuresOf(boss, south)).toMatchObject({ follow_ups: { today: 1 }, won: { today: 0 } });
    expect(await figuresOf(boss, root)).toMatchObject({ follow_ups: { today: 2 }, new_customers: { today: 2 } });
    const east_ = (await world.call(boss, getDigest, { params: { id: await digestOf(boss, east) } })).data;
    expect(east_?.funnel.find((bar) => bar.count > 0)).toEqual({ stage: 'first_contact', count: 1, amount: 500_000 });
    expect(east_?.week).toMatchObject([{ person: { id: alice, name: '李一' }, count: 2 }]);
  });

  it('goes to each group in three parts, in their order, with a picture', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await log(alice, await addCustomer(world, alice, '青山*重工*'));
    await bind(eastLeader, east);
    await close();
    await deliver(world);
    const contents = world.platform.sent.map((one) => one.content);
    expect(contents.map((content) => content.type)).toEqual(['markdown', 'picture', 'card']);
    const [summary, picture, card] = contents;
    if (summary?.type !== 'markdown' || picture?.type !== 'picture' || card?.type !== 'card') throw new Error('parts');
    expect(summary.markdown.split('\n')).toHaveLength(6);
    expect(summary.markdown).toContain('跟进 **1** 次(比前一工作日多 1,本月 1)');
    expect(picture.png.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.png.readUInt32BE(16)).toBe(1080);
    expect(picture.png.length).toBeLessThan(2 * 1024 * 1024);
    expect(card.card).toMatchObject({ emphasis: { value: '1', label: '今日跟进' }, actions: [] });
  });

  it('says in one line that nothing happened', async () => {
    const { east, eastLeader } = await world.company.standard();
    await bind(eastLeader, east);
    await close();
    await deliver(world);
    expect(world.platform.sent.map((one) => one.content)).toEqual([
      { type: 'markdown', markdown: '**华东部日报 3月11日**\n今天没有新的跟进、客户和商机' },
    ]);
  });

  it('is made once, also when it is asked for again, and stays as it was', async () => {
    const { alice, east, eastLeader } = await world.company.standard();
    await log(alice, await addCustomer(world, alice));
    await bind(eastLeader, east);
    await close();
    await deliver(world);
    const sent = world.platform.sent.length;
    await log(alice, await addCustomer(world, alice));
    await makeDigests(world.work, day, closing);
    await close();
    await deliver(world);
    expect(world.platform.sent).toHaveLength(sent);
    expect(await figuresOf(eastLeader, east)).toMatchObject({ follow_ups: { today: 1 } });
  });

  it('is made up for after an outage of hours, and skipped after four', async () => {
    const { east, eastLeader } = await world.company.standard();
    await bind(eastLeader, east);
    const digestJobs = world.product.jobs.filter((job) => job.name === 'daily digest');
    world.clock.set(new Date('2026-03-11T14:31:00Z'));
    await runDueJobs(world.kernel, digestJobs);
    expect(await digestOf(eastLeader, east)).toBe('');
    world.clock.set(new Date('2026-03-11T14:29:00Z'));
    await runDueJobs(world.kernel, digestJobs);
    expect(await digestOf(eastLeader, east)).not.toBe('');
  });

  it('leaves paused groups and days off alone', async () => {
    const { east, eastLeader } = await world.company.standard();
    await bind(eastLeader, east);
    world.clock.set(new Date('2026-03-14T10:31:00Z'));
    await runDueJobs(
      world.kernel,
      world.product.jobs.filter((job) => job.name === 'daily digest'),
    );
    expect(await digestOf(eastLeader, east)).toBe('');
    world.clock.set(closing);
    await world.kernel.db('chat_groups').update({ active: 0 });
    await close();
    expect(await digestOf(eastLeader, east)).toBe('');
  });

  it('costs the same number of statements for many departments as for one, but for keeping them', async () => {
    const { east, root, admin } = await world.company.standard();
    await bind(admin, east);
    const one = await countQueries(world, () => makeDigests(world.work, day, closing));
    for (let index = 0; index < 5; index += 1) await bind(admin, await world.company.department(`部门${index}`, root));
    const five = await countQueries(world, () => makeDigests(world.work, day, closing));
    const keeping = 8; // a savepoint with its insert, stamp, event and reaction
    expect(five - one).toBeLessThanOrEqual(4 * keeping + 8);
  });
});

describe('reading a digest', () => {
  const figures: DigestFigure[] = ['follow_ups', 'new_customers', 'new_opportunities', 'won', 'lost', 'open_amount'];

  it('is for members, those whose scope covers the department, and nobody else', async () => {
    const { alice, carol, boss, east, eastLeader } = await world.company.standard();
    await bind(eastLeader, east);
    await close();
    const id = await digestOf(boss, east);
    for (const reader of [alice, eastLeader, boss])
      expect((await world.call(reader, getDigest, { params: { id } })).status).toBe(200);
    for (const one of [getDigest, getDigestPicture])
      expect((await world.call(carol, one, { params: { id } })).problem?.code).toBe('record.not_found');
    expect((await world.call(carol, listDigests)).data?.items).toEqual([]);
  });

  it('opens exactly the rows behind each figure, and counts those the reader may not see', async () => {
    const { alice, bob, boss, admin, east, eastLeader } = await world.company.standard();
    const product = await addProduct(world, admin);
    const mine = await addCustomer(world, alice);
    const theirs = await addCustomer(world, bob);
    await log(alice, mine);
    await log(bob, theirs);
    await log(bob, theirs, new Date('2026-03-10T03:00:00Z'));
    const deal = await addDeal(world, bob, {
      customerId: theirs,
      lines: [{ productId: product, quantity: 1, agreedPrice: 100_000 }],
    });
    await win(world, bob, deal);
    await addDeal(world, alice, { customerId: mine });
    await bind(eastLeader, east);
    await close();
    const id = await digestOf(boss, east);
    const counts = await figuresOf(boss, east);
    const rowsOf = async (as: Id, figure: DigestFigure, period: DigestPeriod = 'today') =>
      (await world.call(as, getDigestRows, { params: { id }, query: { figure, period } })).data;
    for (const figure of figures)
      for (const period of periods) {
        const all = await rowsOf(boss, figure, period);
        const expected = figure === 'open_amount' ? 1 : (counts[figure] as Record<DigestPeriod, number>)[period];
        expect(all?.items.length, `${figure} ${period}`).toBe(expected);
        expect(all?.hidden, figure).toBe(0);
      }
    expect((await rowsOf(boss, 'follow_ups', 'before'))?.items.length).toBe(1);
    expect((await rowsOf(boss, 'follow_ups', 'month'))?.items.length).toBe(3);
    const seen = await rowsOf(alice, 'follow_ups');
    expect(seen?.items.map((row) => row.path)).toEqual([`/customers/${mine}`]);
    expect(seen?.hidden).toBe(1);
    expect(await rowsOf(alice, 'won')).toMatchObject({ items: [], hidden: 1 });
    const [won] = (await rowsOf(boss, 'won'))?.items ?? [];
    const [open] = (await rowsOf(boss, 'open_amount'))?.items ?? [];
    expect(won?.at, 'a day, without a clock').toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(won?.detail, 'the stage says nothing about what is closed').not.toContain('·');
    expect(open?.detail).toContain('·');
  });

  it('gives the picture that was sent', async () => {
    const { eastLeader, east } = await world.company.standard();
    await bind(eastLeader, east);
    await close();
    const id = await digestOf(eastLeader, east);
    const picture = await world.request(`/api/digests/${id}/picture`, {
      headers: { cookie: `crm_session=${await world.sessionOf(eastLeader)}` },
    });
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });
});
