import type { Logger } from './log.ts';

/** The one source of "now". SQL never asks the database for the time. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that tests set by hand. */
export const settableClock = (start: Date): Clock & { set(to: Date): void; advance(ms: number): void } => {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (to) => void (current = to.getTime()),
    advance: (ms) => void (current += ms),
  };
};

/**
 * Follows another clock over HTTP (`GET url` → `{ now: ISO }`), for demonstrations and tests in which time is moved.
 * Keeps the last known offset when the address does not answer. `stop` ends the polling.
 */
export const followClock = async (
  url: string,
  log: Logger,
  everyMs = 500,
): Promise<{ clock: Clock; stop: () => void }> => {
  let offset = 0;
  const poll = async (): Promise<void> => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    const body = (await answer.json()) as { now?: string };
    const remote = Date.parse(body.now ?? '');
    if (Number.isFinite(remote)) offset = remote - Date.now();
  };
  await poll().catch((error: unknown) => log.warn({ error: String(error) }, 'clock address does not answer'));
  const timer = setInterval(() => void poll().catch(() => undefined), everyMs);
  timer.unref();
  return { clock: { now: () => new Date(Date.now() + offset) }, stop: () => clearInterval(timer) };
};
