import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRobotOwner, type RobotOwner } from '../../bot/robot-owner.ts';
import type { RobotConnection } from '../../server/ports/platform.ts';
import { useWorld } from '../support/world.ts';

const world = useWorld();

/** A connection that can be lost and refused. */
const connection = () => {
  let onLost: (reason: string) => void = () => undefined;
  const line = {
    opened: 0,
    closed: 0,
    refuse: false,
    lose: (reason: string) => onLost(reason),
    open: (_: unknown, lost: (reason: string) => void) => {
      if (line.refuse) return Promise.reject(new Error('refused'));
      line.opened += 1;
      onLost = lost;
      return Promise.resolve();
    },
    close: () => {
      line.closed += 1;
      return Promise.resolve();
    },
  };
  return line satisfies RobotConnection & object;
};
const ownerOf = (line: RobotConnection): RobotOwner => createRobotOwner(world.kernel, line, () => undefined);

describe('the connection of the smart robot', () => {
  afterEach(() => vi.useRealTimers());

  it('is held by one bot, and taken by another when that one stops', async () => {
    const [first, second] = [connection(), connection()];
    const [one, other] = [ownerOf(first), ownerOf(second)];
    await one.tend();
    await other.tend();
    expect([one.holds(), other.holds()]).toEqual([true, false]);
    await one.release();
    await other.tend();
    expect([one.holds(), other.holds()]).toEqual([false, true]);
    expect(first.closed).toBe(1);
  });

  it('is taken over when its holder does not renew in time', async () => {
    const [first, second] = [connection(), connection()];
    const [one, other] = [ownerOf(first), ownerOf(second)];
    await one.tend();
    await world.kernel
      .db('leases')
      .where({ name: 'robot' })
      .update({ until_ms: Date.now() - 1 });
    await other.tend();
    expect(other.holds()).toBe(true);
    await one.tend();
    expect([one.holds(), first.closed]).toEqual([false, 1]);
  });

  it('is not fought for at once after somebody took it, and free for another bot meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [first, second] = [connection(), connection()];
    const [one, other] = [ownerOf(first), ownerOf(second)];
    await one.tend();
    first.lose('taken_over');
    expect(one.holds()).toBe(false);
    await one.tend();
    expect(first.opened).toBe(1);
    await other.tend();
    expect(other.holds()).toBe(true);
    await other.release();
    vi.setSystemTime(Date.now() + 6000);
    await one.tend();
    expect([one.holds(), first.opened]).toEqual([true, 2]);
  });

  it('is tried again ever later while it is refused', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const line = connection();
    line.refuse = true;
    const owner = ownerOf(line);
    await owner.tend();
    line.refuse = false;
    await owner.tend();
    expect(owner.holds()).toBe(false);
    vi.setSystemTime(Date.now() + 6000);
    await owner.tend();
    expect(owner.holds()).toBe(true);
  });
});
