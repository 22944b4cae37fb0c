import { describe, expect, it } from 'vitest';
import { createIds } from '../../../server/kernel/id.ts';
import { holdWorkerNumber, tryLease } from '../../../server/kernel/lease.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });

describe('ids', () => {
  it('are unique and sortable within a process, also when the clock stands still or runs back', () => {
    let time = Date.UTC(2026, 0, 1);
    const next = createIds(5, () => time);
    const ids = Array.from({ length: 10_000 }, (_, i) => {
      if (i === 5000) time -= 60_000;
      return next();
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))).toEqual(ids);
    expect(ids.every((id) => BigInt(id) < 2n ** 63n)).toBe(true);
  });

  it('never collide between workers at the same instant', () => {
    const now = (): number => Date.UTC(2026, 0, 1);
    const [one, two] = [createIds(1, now), createIds(2, now)];
    const ids = Array.from({ length: 1000 }, () => [one(), two()]).flat();
    expect(new Set(ids).size).toBe(2000);
  });
});

describe('a lease', () => {
  it('is held by one of many who ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => tryLease(world.kernel.db, 'robot', 60_000)));
    expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('can be taken after it ran out, and the old holder then knows', async () => {
    const first = await tryLease(world.kernel.db, 'robot', 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await tryLease(world.kernel.db, 'robot', 60_000);
    expect(second).not.toBeNull();
    expect(await first?.renew()).toBe(false);
    expect(await second?.renew()).toBe(true);
    await second?.release();
    expect(await tryLease(world.kernel.db, 'robot', 60_000)).not.toBeNull();
  });

  it('that was taken before the clock was set back can be taken again', async () => {
    await tryLease(world.kernel.db, 'robot', 60_000);
    await world.kernel.db('leases').update({ until_ms: Date.now() + 24 * 3_600_000 });
    expect(await tryLease(world.kernel.db, 'robot', 60_000)).not.toBeNull();
  });

  it('gives each process its own id worker number', async () => {
    const held = await Promise.all(Array.from({ length: 5 }, () => holdWorkerNumber(world.kernel.db, () => undefined)));
    expect(new Set(held.map((one) => one.worker)).size).toBe(5);
    await Promise.all(held.map((one) => one.release()));
  });
});
