import { type Clock } from '../clock.ts';

/** Counts per key in windows that start with the first use; what exceeds a window stays refused until it ends. */
export interface Frequency {
  /** Takes `weight` of the allowance; false, and nothing taken, when it is used up. */
  take(key: string, limit: number, windowMs: number, weight?: number): boolean;
  clear(): void;
}

export function createFrequency(clock: Clock): Frequency {
  const windows = new Map<string, { startedAt: number; used: number }>();
  return {
    take(key, limit, windowMs, weight = 1) {
      const now = clock.now();
      let window = windows.get(key);
      if (!window || now < window.startedAt || now >= window.startedAt + windowMs) {
        window = { startedAt: now, used: 0 };
        windows.set(key, window);
      }
      if (window.used + weight > limit) return false;
      window.used += weight;
      return true;
    },
    clear: () => windows.clear(),
  };
}
