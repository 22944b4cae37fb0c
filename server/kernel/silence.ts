const dayMs = 86_400_000;

/** What was last in contact before this moment has been silent for so many days; null when nobody asks for silence. */
export const silentBefore = (days: number | undefined, now: Date): Date | null =>
  days ? new Date(now.getTime() - days * dayMs) : null;
