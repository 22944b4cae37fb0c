/** The simulator's time: real time plus an offset that can be moved. Milliseconds since 1970 unless named otherwise. */
export interface Clock {
  now(): number;
  seconds(): number;
  offset(): number;
  setOffset(offsetMs: number): void;
}

export function createClock(onMove: (offsetMs: number) => void): Clock {
  let offsetMs = 0;
  const now = () => Date.now() + offsetMs;
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    offset: () => offsetMs,
    setOffset(value) {
      offsetMs = value;
      onMove(value);
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
