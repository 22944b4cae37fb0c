import type { Id } from '../contract/page.ts';

const epoch = Date.UTC(2024, 0, 1);
const sequenceBits = 12n;
const workerBits = 10n;
export const workerCount = 1 << Number(workerBits);

/** Makes ids. */
export type NextId = () => Id;

/**
 * Sortable 64-bit ids: 41 bits of milliseconds since 2024, 10 bits worker, 12 bits sequence; up to 4,096 per millisecond.
 * `worker` must be held by one process at a time (see lease.ts). Time never runs backwards within a process.
 */
export const createIds = (worker: number, now: () => number = Date.now): NextId => {
  let last = 0;
  let sequence = 0n;
  return () => {
    const time = Math.max(now(), last);
    if (time === last) sequence += 1n;
    else sequence = 0n;
    last = time;
    if (sequence >> sequenceBits) {
      last += 1;
      sequence = 0n;
    }
    return String((BigInt(last - epoch) << (workerBits + sequenceBits)) | (BigInt(worker) << sequenceBits) | sequence);
  };
};
