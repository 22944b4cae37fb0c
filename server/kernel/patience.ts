import { Problem } from './problem.ts';

/** How long one asker is kept waiting by our own doing, the database's included; what they take to send their request does not count. */
export interface Patience {
  /** Runs a part of the answer. Once all parts together took too long the asker is refused as unavailable; what was begun ends unheard. */
  during<T>(body: () => Promise<T>): Promise<T>;
  /** Refuses when nobody waits any more: a change that nobody hears of must not take effect. */
  ensureLeft(): void;
}

export const createPatience = (limitMs: number): Patience => {
  let leftMs = limitMs;
  let isOver = false;
  return {
    during: async (body) => {
      const begun = performance.now();
      let timer: NodeJS.Timeout | undefined;
      const refusal = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          isOver = true;
          reject(new Problem('system.unavailable'));
        }, leftMs);
      });
      try {
        return await Promise.race([body(), refusal]);
      } finally {
        clearTimeout(timer);
        leftMs -= performance.now() - begun;
      }
    },
    ensureLeft: () => {
      if (isOver) throw new Problem('system.unavailable');
    },
  };
};
