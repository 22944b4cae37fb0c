import { type SharedSecretCache } from '../../server/ports/platform.ts';

interface Kept {
  value: Promise<string>;
  until: number;
}

/** What processes share, for tests: one refresh at a time, kept until the given clock says otherwise. */
export function createMemorySecrets(clock: { now(): Date }): SharedSecretCache {
  const kept = new Map<string, Kept>();
  return {
    get: async (key, refresh, rejected) => {
      const found = kept.get(key);
      const isLive = found && found.until > clock.now().getTime();
      if (isLive && (await found.value) !== rejected) return found.value;
      // Somebody else may have begun a refresh while we looked.
      const current = kept.get(key);
      if (current && current !== found) return current.value;
      const next: Kept = { until: Infinity, value: fill() };
      kept.set(key, next);
      return next.value;

      async function fill(): Promise<string> {
        try {
          const { value, expiresInSeconds } = await refresh();
          next.until = clock.now().getTime() + expiresInSeconds * 1000;
          return value;
        } catch (error) {
          kept.delete(key);
          throw error;
        }
      }
    },
  };
}
