import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { emit, eventKind, eventRegistry, reaction } from '../../../server/kernel/event.ts';
import { dispatchOutbox } from '../../../server/kernel/outbox.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import type { Kernel } from '../../../server/kernel/work.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });
const happened = eventKind('test.happened', z.object({ n: z.number() }), ({ n }) => `发生了 ${n} 次`);

const kernelWith = (react: (n: number) => Promise<void>): Kernel => ({
  ...world.kernel,
  events: eventRegistry(
    [happened],
    [reaction({ name: 'test.count', on: happened, run: async (_, event) => react(event.payload.n) })],
  ),
});
const happen = (kernel: Kernel, n: number): Promise<string> =>
  inTransaction({ ...world.work, ...kernel }, (work) =>
    emit(work, happened, { subject: { kind: 'customer', id: '1' }, payload: { n } }),
  );

describe('the outbox', () => {
  it('runs each reaction once although several bots dispatch at the same time', async () => {
    const seen: number[] = [];
    const kernel = kernelWith((n) => Promise.resolve(void seen.push(n)));
    for (let n = 0; n < 20; n += 1) await happen(kernel, n);
    await Promise.all(Array.from({ length: 4 }, () => dispatchOutbox(kernel)));
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await dispatchOutbox(kernel)).toBe(0);
  });

  it('knows nothing of a change that was rolled back', async () => {
    const seen: number[] = [];
    const kernel = kernelWith((n) => Promise.resolve(void seen.push(n)));
    await expect(
      inTransaction({ ...world.work, ...kernel }, async (work) => {
        await emit(work, happened, { subject: { kind: 'customer', id: '1' }, payload: { n: 1 } });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await dispatchOutbox(kernel);
    expect(seen).toEqual([]);
    expect(await world.kernel.db('events').where({ name: 'test.happened' })).toEqual([]);
  });

  it('queues nothing for a reaction that an event does not concern', async () => {
    const seen: number[] = [];
    const run = (_: unknown, { payload }: { payload: { n: number } }) => Promise.resolve(void seen.push(payload.n));
    const choosy = reaction({ name: 'test.even', on: happened, when: ({ n }) => n % 2 === 0, run });
    const kernel = { ...world.kernel, events: eventRegistry([happened], [choosy]) };
    for (let n = 0; n < 5; n += 1) await happen(kernel, n);
    expect(await world.kernel.db('outbox').where({ reaction: 'test.even' })).toHaveLength(3);
    await dispatchOutbox(kernel);
    expect(seen).toEqual([0, 2, 4]);
  });

  it('tries a failing reaction again later and lets the others pass', async () => {
    const seen: number[] = [];
    let healthy = false;
    const kernel = kernelWith((n) =>
      n === 1 && !healthy ? Promise.reject(new Error('not yet')) : Promise.resolve(void seen.push(n)),
    );
    await happen(kernel, 1);
    await happen(kernel, 2);
    await dispatchOutbox(kernel);
    expect(seen).toEqual([2]);
    healthy = true;
    expect(await dispatchOutbox(kernel)).toBe(0);
    world.clock.advance(60_000);
    await dispatchOutbox(kernel);
    expect(seen).toEqual([2, 1]);
  });

  it('takes over what a killed bot had claimed, after its lease', async () => {
    const seen: number[] = [];
    const kernel = kernelWith((n) => Promise.resolve(void seen.push(n)));
    await happen(kernel, 7);
    await world.kernel.db('outbox').update({ holder: 'dead', due_at: new Date(world.clock.now().getTime() + 60_000) });
    expect(await dispatchOutbox(kernel)).toBe(0);
    world.clock.advance(60_001);
    await dispatchOutbox(kernel);
    expect(seen).toEqual([7]);
  });

  it('does not let a reaction that waits for a slow platform hold up the others', async () => {
    const seen: string[] = [];
    let answerPlatform = (): void => undefined;
    const platform = new Promise<void>((resolve) => (answerPlatform = resolve));
    const slow = reaction({
      name: 'test.outside',
      on: happened,
      perform: async (_, event) => {
        if (event.payload.n === 1) await platform;
        seen.push(`outside ${event.payload.n}`);
      },
    });
    const quick = reaction({
      name: 'test.inside',
      on: happened,
      run: (_, event) => Promise.resolve(void seen.push(`inside ${event.payload.n}`)),
    });
    const kernel = { ...world.kernel, events: eventRegistry([happened], [slow, quick]) };
    await happen(kernel, 1);
    await inTransaction({ ...world.work, ...kernel }, (work) =>
      emit(work, happened, { subject: { kind: 'customer', id: '2' }, payload: { n: 2 } }),
    );
    const outward = dispatchOutbox(kernel, 'outside');
    await dispatchOutbox(kernel, 'inside');
    await expect.poll(() => [...seen].sort()).toEqual(['inside 1', 'inside 2', 'outside 2']);
    answerPlatform();
    expect(await outward).toBe(2);
    expect(seen.at(-1)).toBe('outside 1');
  });

  it('keeps a reaction that only another version knows', async () => {
    await happen(
      kernelWith(() => Promise.resolve()),
      1,
    );
    const older = { ...world.kernel, events: eventRegistry([happened], []) };
    await dispatchOutbox(older);
    const seen: number[] = [];
    world.clock.advance(60_000);
    await dispatchOutbox(kernelWith((n) => Promise.resolve(void seen.push(n))));
    expect(seen).toEqual([1]);
  });

  it('is not held up when the clock is set back', async () => {
    const seen: number[] = [];
    const kernel = kernelWith((n) => Promise.resolve(void seen.push(n)));
    await happen(kernel, 1);
    world.clock.advance(-24 * 3_600_000);
    await happen(kernel, 2);
    await dispatchOutbox(kernel);
    expect(seen.sort()).toEqual([1, 2]);
  });
});
