import type { Work } from '../../kernel/work.ts';

/** The instant at which today ends in the business timezone. */
export const endOfToday = (work: Work): Date => {
  const { calendar, clock } = work;
  return calendar.startOf(calendar.addDays(calendar.dateOf(clock.now()), 1));
};
