import { describe, expect, it } from 'vitest';
import { dailyAt, everyMinutes, runDueJobs, type Job } from '../../../server/kernel/schedule.ts';
import { useWorld } from '../../support/world.ts';

const world = useWorld({ isolated: true });
const at = (text: string): Date => new Date(`${text}+08:00`);

const digestLike = (runs: string[], body: () => Promise<void> = () => Promise.resolve()): Job => ({
  name: 'digest',
  due: dailyAt('18:30', { workdays: true }),
  catchUpMinutes: 240,
  run: async (_, slot) => {
    runs.push(slot.key);
    await body();
  },
});

describe('a scheduled job', () => {
  it('runs once for its slot however many processes ask at once', async () => {
    const runs: string[] = [];
    world.clock.set(at('2026-03-11T18:30:00'));
    await Promise.all(Array.from({ length: 8 }, () => runDueJobs(world.kernel, [digestLike(runs)])));
    await runDueJobs(world.kernel, [digestLike(runs)]);
    expect(runs).toEqual(['2026-03-11 18:30']);
  });

  it('is not due before its time, and catches up after an outage, but not days later', async () => {
    const runs: string[] = [];
    world.clock.set(at('2026-03-11T18:29:59'));
    await runDueJobs(world.kernel, [digestLike(runs)]);
    expect(runs).toEqual([]);
    world.clock.set(at('2026-03-11T21:00:00'));
    await runDueJobs(world.kernel, [digestLike(runs)]);
    expect(runs).toEqual(['2026-03-11 18:30']);
    world.clock.set(at('2026-03-13T12:00:00'));
    await runDueJobs(world.kernel, [digestLike(runs)]);
    expect(runs).toEqual(['2026-03-11 18:30']);
  });

  it('rests on weekends and public holidays, and works on make-up days', () => {
    const rule = dailyAt('18:30', { workdays: true });
    const key = (text: string) => rule(at(text), world.kernel.calendar)?.key;
    expect(key('2026-03-14T20:00:00')).toBe('2026-03-13 18:30');
    expect(key('2026-10-02T20:00:00')).toBe('2026-09-30 18:30');
    expect(key('2026-02-28T20:00:00')).toBe('2026-02-28 18:30');
  });

  it('is run again for the same slot when its run failed', async () => {
    const runs: string[] = [];
    world.clock.set(at('2026-03-11T18:30:00'));
    await runDueJobs(world.kernel, [digestLike(runs, () => Promise.reject(new Error('no luck')))]);
    await world.kernel.db('schedule_slots').update({ lease_until_ms: 0 });
    await runDueJobs(world.kernel, [digestLike(runs)]);
    expect(runs).toEqual(['2026-03-11 18:30', '2026-03-11 18:30']);
    expect(await world.kernel.db('schedule_slots').whereNull('finished_at')).toEqual([]);
  });

  it('is left to whoever runs it, taken over once that process has died, also when the clock was set back meanwhile', async () => {
    const runs: string[] = [];
    const slots = world.kernel.db('schedule_slots');
    world.clock.set(at('2026-03-11T18:30:00'));
    await runDueJobs(world.kernel, [digestLike(runs)]);
    for (const until of [Date.now() + 30_000, Date.now() - 1, Date.now() + 24 * 3_600_000]) {
      await slots.clone().update({ finished_at: null, lease_until_ms: until });
      await runDueJobs(world.kernel, [digestLike(runs)]);
    }
    expect(runs).toHaveLength(3);
  });

  it('names its slots by business time, also across midnight UTC', () => {
    expect(dailyAt('06:00', { workdays: false })(at('2026-03-01T06:00:00'), world.kernel.calendar)?.key).toBe(
      '2026-03-01 06:00',
    );
    expect(everyMinutes(15)(at('2026-03-01T06:14:59'), world.kernel.calendar)?.key).toBe('2026-02-28T22:00:00.000Z');
  });
});
