import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });
const deadlock = Object.assign(new Error('Deadlock found'), { errno: 1213 });

describe('a transaction', () => {
  it('is tried again as a whole after a deadlock, leaving one effect', async () => {
    let attempts = 0;
    await inTransaction(world.work, async (work) => {
      attempts += 1;
      await work.db('leases').insert({ name: `t${attempts}`, holder: 'x', until_ms: 0 });
      if (attempts < 3) throw deadlock;
    });
    expect(await world.kernel.db('leases').pluck('name')).toEqual(['t3']);
  });

  it('gives up after five attempts and leaves nothing', async () => {
    let attempts = 0;
    const always = inTransaction(world.work, async (work) => {
      attempts += 1;
      await work.db('leases').insert({ name: 'never', holder: 'x', until_ms: 0 });
      throw deadlock;
    });
    await expect(always).rejects.toBe(deadlock);
    expect(attempts).toBe(5);
    expect(await world.kernel.db('leases').pluck('name')).toEqual([]);
  });

  it('survives real deadlocks between two writers', async () => {
    await world.kernel.db('leases').insert(['a', 'b'].map((name) => ({ name, holder: '0', until_ms: 0 })));
    const writer = (first: string, second: string): Promise<void> =>
      inTransaction(world.work, async (work) => {
        await work.db('leases').where({ name: first }).increment('until_ms', 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        await work.db('leases').where({ name: second }).increment('until_ms', 1);
      });
    await Promise.all(Array.from({ length: 4 }, (_, i) => (i % 2 ? writer('a', 'b') : writer('b', 'a'))));
    expect(await world.kernel.db('leases').orderBy('name').pluck('until_ms')).toEqual(['4', '4']);
  });

  it('joins the one already open', async () => {
    await expect(
      inTransaction(world.work, async (outer) => {
        await inTransaction(
          outer,
          async (inner) => void (await inner.db('leases').insert({ name: 'inner', holder: 'x', until_ms: 0 })),
        );
        throw new Error('outer fails');
      }),
    ).rejects.toThrow('outer fails');
    expect(await world.kernel.db('leases').pluck('name')).toEqual([]);
  });
});
