import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../server/kernel/metrics.ts';
import { claimMessage, listDue, reclaimMessages, type Claimed } from '../../server/modules/messages/index.ts';
import { sendDue } from '../../bot/send-due.ts';
import type { SenderOptions } from '../../bot/send-messages.ts';
import { findTarget } from '../../bot/targets.ts';
import { ChatError } from '../../server/ports/chat.ts';
import { useWorld } from '../support/world.ts';
import { deliver, ledger, note, queue, senderOf } from './delivering.ts';

const world = useWorld();
const minute = 60_000;

describe('sending', () => {
  it('reaches the person under their account and records the receipt', async () => {
    const { boss } = await world.company.standard();
    await queue(world, note(boss, { content: { type: 'text', text: '您好' } }));
    await deliver(world);
    expect(world.platform.sent).toMatchObject([
      { target: { kind: 'person', account: 'boss' }, content: { type: 'text', text: '您好' } },
    ]);
    expect(await ledger(world)).toMatchObject([{ state: 'sent', platformMessageId: 'm1', sentAt: world.clock.now() }]);
  });

  it('waits for the end of quiet hours and loses nothing', async () => {
    const { alice } = await world.company.standard();
    world.clock.set(new Date('2026-03-11T14:00:00Z'));
    await queue(world, note(alice, { topic: 'comment' }));
    await deliver(world);
    expect(world.platform.sent).toEqual([]);
    world.clock.set(new Date('2026-03-12T00:00:00Z'));
    await deliver(world);
    expect(world.platform.sent).toHaveLength(1);
  });

  it('tries transient failures again ever later, and not before the platform says', async () => {
    const { alice } = await world.company.standard();
    await queue(world, note(alice));
    world.platform.failures.push(new ChatError('busy', '-1', 'system busy'));
    await deliver(world);
    expect(await ledger(world)).toMatchObject([{ state: 'failed', attempts: 1, errorCode: '-1' }]);
    world.clock.advance(5000);
    world.platform.failures.push(new ChatError('rate_limited', '45009', 'freq', 2 * minute));
    await deliver(world);
    world.clock.advance(minute);
    await deliver(world);
    expect(await ledger(world)).toMatchObject([{ state: 'failed', attempts: 2, errorCode: '45009' }]);
    world.clock.advance(minute);
    await deliver(world);
    expect(await ledger(world)).toMatchObject([{ state: 'sent', attempts: 3, errorCode: null }]);
  });

  it('keeps trying while a setting is wrong, and gives up what the platform will never take', async () => {
    const { alice, bob } = await world.company.standard();
    world.platform.failures.push(new ChatError('misconfigured', '60020', 'not allow to access from your ip'));
    world.platform.failures.push(new ChatError('rejected', '40058', 'invalid'));
    await queue(world, note(alice), note(bob));
    await deliver(world);
    expect((await ledger(world)).map((row) => row.state)).toEqual(['failed', 'dropped']);
  });

  it('drops what is for somebody who has left meanwhile', async () => {
    const { alice } = await world.company.standard();
    await queue(world, note(alice));
    await world.kernel.db('people').where({ id: alice }).update({ state: 'left' });
    await deliver(world);
    expect(world.platform.sent).toEqual([]);
    expect(await ledger(world)).toMatchObject([{ state: 'dropped', errorMessage: '同事已离职或已停用' }]);
  });

  it('keeps to so many messages a minute per person, and holds up nobody else', async () => {
    const { alice, bob } = await world.company.standard();
    await queue(world, ...Array.from({ length: 30 }, () => note(alice)), note(bob));
    await deliver(world);
    const sentTo = (name: string) =>
      ledger(world).then((all) => all.filter((row) => row.recipientName === name && row.state === 'sent'));
    expect(await sentTo('李一')).toHaveLength(25);
    expect(await sentTo('周二')).toHaveLength(1);
    world.clock.advance(minute - 1);
    await deliver(world);
    expect(await sentTo('李一')).toHaveLength(25);
    world.clock.advance(1);
    await deliver(world);
    expect(await sentTo('李一')).toHaveLength(30);
    expect((await ledger(world)).every((row) => row.attempts === 1)).toBe(true);
  });

  it('takes a place as free a minute after the answer, not after the attempt', async () => {
    const { alice } = await world.company.standard();
    await queue(world, ...Array.from({ length: 30 }, () => note(alice)));
    world.platform.onSend = () => {
      world.platform.onSend = () => undefined;
      world.clock.advance(3000);
    };
    await deliver(world);
    const sent = async () => (await ledger(world)).filter((row) => row.state === 'sent').length;
    expect(await sent()).toBe(25);
    for (const [wait, gone] of [
      [minute - 3000, 25],
      [2999, 25],
      [1, 30],
    ] as const) {
      world.clock.advance(wait);
      await deliver(world);
      expect(await sent()).toBe(gone);
    }
  });

  it('deals the places that come free to those who wait, one each', async () => {
    const { alice } = await world.company.standard();
    const begin = world.clock.now().getTime();
    for (let second = 0; second < 5; second += 1) {
      await queue(world, ...Array.from({ length: 5 }, () => note(alice)));
      await deliver(world);
      world.clock.advance(1000);
    }
    await queue(world, ...Array.from({ length: 7 }, () => note(alice)));
    await deliver(world);
    const waiting = (await ledger(world)).filter((row) => row.state === 'queued');
    const seconds = waiting.map((row) => (row.dueAt.getTime() - begin) / 1000);
    expect(seconds.filter((at) => at !== 60 && at !== 61)).toEqual([]);
    for (const [wait, sent] of [
      [54_999, 25],
      [1, 30],
      [1000, 32],
    ] as const) {
      world.clock.advance(wait);
      await deliver(world);
      expect((await ledger(world)).filter((row) => row.state === 'sent' && row.attempts === 1)).toHaveLength(sent);
    }
  });

  it('marks what may have arrived although no answer came, and nothing that never left', async () => {
    const { alice } = await world.company.standard();
    await queue(world, note(alice), note(alice));
    world.platform.failures.push(new ChatError('offline', 'network', 'ECONNREFUSED'));
    world.platform.failures.push(new ChatError('unreachable', 'timeout', 'no answer'));
    await deliver(world);
    expect((await ledger(world)).map(({ state, maybeDuplicate }) => [state, maybeDuplicate])).toEqual([
      ['failed', false],
      ['failed', true],
    ]);
  });

  it('sends what belongs together in its order, whatever fails', async () => {
    const { alice } = await world.company.standard();
    const first = note(alice);
    const second = note(alice, { after: first.dedupeKey });
    await queue(world, first, second);
    world.platform.failures.push(new ChatError('unreachable', 'timeout', 'no answer'));
    await deliver(world);
    expect(world.platform.sent).toEqual([]);
    world.clock.advance(minute);
    await deliver(world);
    expect(world.platform.sent.map((one) => one.content)).toEqual([first.content, second.content]);
  });

  it("leaves the robot's chats to the bot that holds the connection", async () => {
    await queue(world, {
      topic: 'notice',
      recipient: { kind: 'chat', chatId: 'c1', name: '群' },
      content: { type: 'text', text: '在' },
      dedupeKey: 'chat',
    });
    expect(await senderOf(world, false).sendAsRobot()).toBe(false);
    expect(await senderOf(world, true).sendAsRobot()).toBe(true);
    expect(world.platform.sent).toMatchObject([{ target: { kind: 'robot', chatId: 'c1' } }]);
  });
});

describe('a bot that dies between sending and recording', () => {
  const options = (leaseMs: number): SenderOptions => ({
    kernel: world.kernel,
    chat: world.platform.chat,
    metrics: createMetrics(),
    findTarget,
    loadPicture: world.product.loadPicture,
    isStillWanted: () => Promise.resolve(true),
    leaseMs,
  });

  const claimNext = async (leaseMs: number): Promise<Claimed | null> => {
    const [due] = await listDue(world.work, ['person'], 1);
    return due ? claimMessage(world.work, due, leaseMs) : null;
  };

  it('leaves a message that is sent again under the same key, marked', async () => {
    const { alice } = await world.company.standard();
    const wanted = note(alice);
    await queue(world, wanted);
    await claimNext(-1);
    expect(await sendDue(options(minute), ['person'], 1)).toBe(false);
    expect(await reclaimMessages(world.work)).toBe(1);
    await sendDue(options(minute), ['person'], 1);
    expect(world.platform.sent).toMatchObject([{ duplicateKey: wanted.dedupeKey }]);
    expect(await ledger(world)).toMatchObject([{ state: 'sent', maybeDuplicate: true, attempts: 2 }]);
  });

  it('is not taken for dead while its lease lasts', async () => {
    const { alice } = await world.company.standard();
    await queue(world, note(alice));
    await claimNext(minute);
    expect(await reclaimMessages(world.work)).toBe(0);
  });
});
