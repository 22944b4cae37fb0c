/** How far back a contact may be logged. */
export const backdateDays = 30;

/** Devices' clocks run a little ahead. */
const toleranceMs = 5 * 60_000;

/** When it happened, never ahead of now; null when the stated time is no such moment. */
export const happenedWithin = (stated: Date | undefined, now: Date): Date | null => {
  if (stated === undefined) return now;
  const age = now.getTime() - stated.getTime();
  if (age > backdateDays * 86_400_000 || age < -toleranceMs) return null;
  return age < 0 ? now : stated;
};

/**
 * The next contact after one has been logged. A new promise replaces the old one, null calls it off; without either a promise that was
 * due by the end of today has been kept by this contact, and a later one stands (undefined: leave alone).
 */
export const nextPromise = (
  stated: Date | null | undefined,
  promised: Date | null,
  endOfToday: Date,
): Date | null | undefined => {
  if (stated !== undefined) return stated;
  return promised !== null && promised < endOfToday ? null : undefined;
};
