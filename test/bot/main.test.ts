import { describe, expect, it } from 'vitest';
import { startBot, type Bot } from '../../bot/main.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { emit } from '../../server/kernel/event.ts';
import { groupTested } from '../../server/modules/reports/index.ts';
import { useWorld } from '../support/world.ts';
import { ledger, note, queue } from './delivering.ts';

const world = useWorld({ isolated: true });

/** Runs this many bots on one database until the condition holds; then all of them are stopped. */
const withBots = async (count: number, holds: () => Promise<boolean>): Promise<void> => {
  const bots: Bot[] = Array.from({ length: count }, () =>
    startBot(world.product, world.platform, { metrics: createMetrics() }),
  );
  try {
    await expect.poll(holds, { timeout: 30_000, interval: 50 }).toBe(true);
  } finally {
    await Promise.all(bots.map((bot) => bot.stop()));
  }
};
const bound = async (): Promise<string> => {
  const { east, eastLeader } = await world.company.standard();
  const address = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k1';
  const body = { name: '华东群', kind: 'webhook' as const, departmentId: east, address };
  return (await world.call(eastLeader, bindGroup, { body })).data?.id ?? '';
};
const allSent = async (): Promise<boolean> => (await ledger(world)).every((row) => row.state === 'sent');

describe('bots on one database', () => {
  it('send two hundred messages once each between them', async () => {
    const { alice, bob, carol, dave, boss, admin, eastLeader, southLeader } = await world.company.standard();
    const people = [alice, bob, carol, dave, boss, admin, eastLeader, southLeader];
    const wanted = Array.from({ length: 200 }, (_, index) => note(people[index % people.length] ?? alice));
    await queue(world, ...wanted);
    await withBots(2, allSent);
    const keys = world.platform.sent.map((one) => one.duplicateKey);
    expect(keys).toHaveLength(200);
    expect(new Set(keys)).toEqual(new Set(wanted.map((one) => one.dedupeKey)));
  }, 60_000);

  it('never send more to one person in a minute than the platform takes', async () => {
    const { alice } = await world.company.standard();
    await queue(world, ...Array.from({ length: 40 }, () => note(alice)));
    await withBots(3, async () => (await ledger(world)).filter((row) => row.state === 'sent').length >= 20);
    await withBots(3, () => Promise.resolve(true));
    expect(world.platform.sent.length).toBeLessThanOrEqual(world.platform.chat.limits.perPersonPerMinute);
  }, 60_000);

  it('make one digest while the clock passes half past six', async () => {
    await bound();
    world.clock.set(new Date('2026-03-11T10:29:59Z'));
    setTimeout(() => world.clock.set(new Date('2026-03-11T10:30:01Z')), 500);
    await withBots(2, async () => (await ledger(world)).some((row) => row.topic === 'digest' && row.state === 'sent'));
    expect(await world.kernel.db('digests')).toHaveLength(1);
    expect(world.platform.sent).toHaveLength(1);
  }, 60_000);

  it('run a reaction once and pass on what comes of it', async () => {
    const groupId = await bound();
    await emit(world.work, groupTested, {
      subject: { kind: 'group', id: groupId },
      payload: { groupId, name: '华东群' },
    });
    await withBots(2, async () => (await ledger(world)).length > 0 && allSent());
    expect(world.platform.sent).toHaveLength(1);
  }, 60_000);
});

describe('stopping', () => {
  it('ends what is under way and leaves the rest in the queue', async () => {
    const { alice } = await world.company.standard();
    await queue(world, ...Array.from({ length: 10 }, () => note(alice)));
    const bot = startBot(world.product, world.platform, { metrics: createMetrics() });
    await bot.stop();
    const states = (await ledger(world)).map((row) => row.state);
    expect(states.filter((state) => state === 'sending')).toEqual([]);
    expect(states.filter((state) => state === 'sent')).toHaveLength(world.platform.sent.length);
  }, 30_000);
});
