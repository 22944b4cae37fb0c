import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from './problem.ts';
import type { LimitRate } from './http.ts';

/**
 * A first fence in each process: per address before anybody is known, per person afterwards, and tighter for writes.
 * It protects the process; business limits (messages to a person) are counted in the database.
 */
export const createRateLimit = (perMinute: { address: number; person: number; writes: number }): LimitRate => {
  const addresses = new RateLimiterMemory({ points: perMinute.address, duration: 60 });
  const people = new RateLimiterMemory({ points: perMinute.person, duration: 60 });
  const writes = new RateLimiterMemory({ points: perMinute.writes, duration: 60 });
  return async ({ personId, address, operation }) => {
    try {
      if (personId === null) await addresses.consume(address);
      else await people.consume(personId);
      if (personId !== null && !operation.startsWith('GET ')) await writes.consume(personId);
    } catch (refused) {
      const wait = (refused as { msBeforeNext?: number }).msBeforeNext;
      if (wait === undefined) throw refused;
      throw new Problem('request.too_many', { seconds: Math.max(1, Math.ceil(wait / 1000)) });
    }
  };
};
