import { describe, expect, it } from 'vitest';
import { startLoop } from '../../bot/loops.ts';
import { createLog } from '../../server/kernel/log.ts';

const log = createLog('test', 'silent');
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
};

describe('a loop', () => {
  it('goes on at once while there is work', async () => {
    let rounds = 0;
    const loop = startLoop({ name: 'l', everyMs: 60_000, log, run: () => Promise.resolve(++rounds < 5) });
    await until(() => rounds === 5);
    await loop.stop();
    expect(rounds).toBe(5);
  });

  it('rests without work and wakes when it is nudged, also during a round', async () => {
    let rounds = 0;
    let release: () => void = () => undefined;
    const loop = startLoop({
      name: 'l',
      everyMs: 60_000,
      log,
      run: async () => {
        rounds += 1;
        if (rounds === 2) await new Promise<void>((resolve) => (release = resolve));
        return false;
      },
    });
    await until(() => rounds === 1);
    loop.nudge();
    await until(() => rounds === 2);
    loop.nudge();
    release();
    await until(() => rounds === 3);
    await loop.stop();
  });

  it('survives a failing round', async () => {
    let rounds = 0;
    const loop = startLoop({
      name: 'l',
      everyMs: 1,
      log,
      run: () => (++rounds < 3 ? Promise.reject(new Error('away')) : Promise.resolve(false)),
    });
    await until(() => rounds >= 3);
    await loop.stop();
  });

  it('stops after the round under way', async () => {
    let ended = false;
    let started = false;
    const loop = startLoop({
      name: 'l',
      everyMs: 1,
      log,
      run: async () => {
        started = true;
        await new Promise((resolve) => setTimeout(resolve, 30));
        ended = true;
        return true;
      },
    });
    await until(() => started);
    await loop.stop();
    expect(ended).toBe(true);
  });
});
