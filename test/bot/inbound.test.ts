import { describe, expect, it } from 'vitest';
import { listGroups } from '../../server/contract/reports.ts';
import type { CallbackReceiver } from '../../server/ports/callbacks.ts';
import type { InboundEvent } from '../../server/ports/chat.ts';
import { createApp } from '../../server/app.ts';
import { callbackPages } from '../../server/callbacks.ts';
import { createIntake, handleInbox } from '../../server/kernel/inbox.ts';
import { useWorld } from '../support/world.ts';
import { deliver } from './delivering.ts';

const world = useWorld();

const spoken = (chatType: 'group' | 'single', account: string): InboundEvent => ({
  kind: 'robot_seen',
  dedupeKey: `said:${chatType}`,
  at: world.clock.now(),
  chatId: chatType === 'group' ? 'chat-7' : account,
  chatType,
  account,
  text: '你好',
});

describe('somebody speaks to the robot', () => {
  it('in a group: it can be bound from now on, and an answer says how', async () => {
    const { boss } = await world.company.standard();
    await world.product.handleInbound('robot', spoken('group', 'boss'), '1');
    await deliver(world);
    expect((await world.call(boss, listGroups)).data?.robotChats).toMatchObject([{ chatId: 'chat-7', by: '钱总' }]);
    expect(world.platform.sent).toMatchObject([
      { target: { kind: 'robot', chatId: 'chat-7' }, content: { type: 'text' } },
    ]);
  });

  it('alone: they get an answer and no group', async () => {
    const { boss } = await world.company.standard();
    await world.product.handleInbound('robot', spoken('single', 'boss'), '2');
    await world.product.handleInbound('robot', spoken('single', 'boss'), '2');
    await deliver(world);
    expect((await world.call(boss, listGroups)).data?.robotChats).toEqual([]);
    expect(world.platform.sent).toHaveLength(1);
  });
});

describe('a callback address', () => {
  /** A platform that takes what is signed "good" and knows the address check. */
  const receiver: CallbackReceiver = {
    paths: { app: 'chat' },
    verifyAddress: (_, query) => (query['signature'] === 'good' ? { echo: 'hello' } : { refused: 'bad_signature' }),
    receive: (_, query, body) => {
      if (query['signature'] !== 'good') return { refused: 'bad_signature' };
      if (!body.startsWith('{')) return { refused: 'malformed' };
      return { event: { ...(JSON.parse(body) as InboundEvent), at: world.clock.now() } };
    },
  };
  const handled: unknown[] = [];

  const serve = async (
    run: (post: (signature: string, body: string) => Promise<Response>, base: string) => Promise<void>,
  ) => {
    handled.length = 0;
    const handle = (_: string, payload: unknown): Promise<void> => {
      handled.push(payload);
      return handled.length === 1 ? Promise.reject(new Error('first try fails')) : Promise.resolve();
    };
    const pages = callbackPages({ receiver, take: createIntake(world.kernel, handle) });
    const server = createApp({ ...world.product.http, pages, h5Dir: null, secure: false }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/callbacks/chat`;
    const post = (signature: string, body: string) =>
      fetch(`${base}?signature=${signature}`, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
    await run(post, base);
    while (handled.length === 0 && (await world.kernel.db('inbox').first('id')))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => server.close(resolve));
    return handle;
  };
  const event = JSON.stringify({ kind: 'app_entered', dedupeKey: 'e1', account: 'boss' });

  it('answers the address check with its echo only when it is signed', async () => {
    await serve(async (_, base) => {
      expect(await (await fetch(`${base}?signature=good`)).text()).toBe('hello');
      expect((await fetch(`${base}?signature=bad`)).status).toBe(403);
    });
  });

  it('stores a signed event once, answers, and leaves a failing one to the inbox', async () => {
    const handle = await serve(async (post) => {
      expect((await post('good', event)).status).toBe(200);
      expect((await post('good', event)).status).toBe(200);
    });
    expect(await world.kernel.db('inbox')).toHaveLength(1);
    expect(handled).toHaveLength(1);
    world.clock.advance(120_000);
    expect(await handleInbox(world.kernel, handle)).toBe(1);
    expect(handled).toHaveLength(2);
    expect(await handleInbox(world.kernel, handle)).toBe(0);
  });

  it('stores nothing of what is refused', async () => {
    await serve(async (post) => {
      expect((await post('bad', event)).status).toBe(403);
      expect((await post('good', 'nonsense')).status).toBe(400);
    });
    expect(await world.kernel.db('inbox')).toHaveLength(0);
  });
});

describe('a storm of events', () => {
  it('is stored whole, handled a few at a time, the rest from the inbox, each once', async () => {
    const handled: unknown[] = [];
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const take = createIntake(world.kernel, async (_, payload) => {
      handled.push(payload);
      await gate;
    });
    const numbers = Array.from({ length: 12 }, (_, n) => n);
    await Promise.all([...numbers, ...numbers].map((n) => take('app', `storm:${n}`, { n })));
    expect(await world.kernel.db('inbox')).toHaveLength(12);
    const atOnce = handled.length;
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThanOrEqual(4);
    const rest = (_: string, payload: unknown): Promise<void> => Promise.resolve(void handled.push(payload));
    while ((await handleInbox(world.kernel, rest)) > 0);
    expect(handled.map((one) => (one as { n: number }).n).sort((a, b) => a - b)).toEqual(numbers);
    release();
    const open = () => world.kernel.db('inbox').whereNull('handled_at');
    await expect.poll(open).toHaveLength(0);
  });

  it('loses nothing of what a server that died had in hand', async () => {
    const handled: unknown[] = [];
    const take = createIntake(world.kernel, () => new Promise(() => undefined));
    await take('app', 'died:1', { n: 1 });
    const handle = (_: string, payload: unknown): Promise<void> => Promise.resolve(void handled.push(payload));
    expect(await handleInbox(world.kernel, handle)).toBe(0);
    world.clock.advance(60_001);
    expect(await handleInbox(world.kernel, handle)).toBe(1);
    expect(handled).toEqual([{ n: 1 }]);
  });
});
