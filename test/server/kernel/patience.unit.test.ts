import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPatience } from '../../../server/kernel/patience.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, ms, value));

it('passes on what is done in time', async () => {
  const patience = createPatience(1000);
  const answer = patience.during(() => after(900, 'done'));
  await vi.advanceTimersByTimeAsync(900);
  expect(await answer).toBe('done');
  expect(() => patience.ensureLeft()).not.toThrow();
});

it('refuses as unavailable what takes longer in all, and lets it take no effect afterwards', async () => {
  const patience = createPatience(1000);
  const first = patience.during(() => after(700, 'session'));
  await vi.advanceTimersByTimeAsync(700);
  expect(await first).toBe('session');
  let effect = 'none';
  const second = patience.during(async () => {
    await after(700, null);
    patience.ensureLeft();
    effect = 'committed';
  });
  const refused = expect(second).rejects.toMatchObject({ code: 'system.unavailable' });
  await vi.advanceTimersByTimeAsync(1000);
  await refused;
  expect(effect).toBe('none');
});

it('does not wait while nothing of ours runs', async () => {
  const patience = createPatience(1000);
  await patience.during(() => Promise.resolve());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await patience.during(() => Promise.resolve('still there'))).toBe('still there');
});
