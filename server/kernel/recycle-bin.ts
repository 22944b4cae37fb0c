import { recycleDays } from '../contract/recycle-bin.ts';

const keptMs = recycleDays * 86_400_000;

/** Can what was deleted at this moment still be taken out of the recycle bin? */
export const isRestorable = (deletedAt: Date, now: Date): boolean => now.getTime() - deletedAt.getTime() <= keptMs;

/** The recycle bin holds what was deleted since this moment. */
export const recycledSince = (now: Date): Date => new Date(now.getTime() - keptMs);
