import type { Calendar, DateText } from '../../kernel/calendar.ts';

/** A half-open range, as instants and as dates. */
export interface Window {
  from: Date;
  until: Date;
  fromDay: DateText;
  untilDay: DateText;
}

/** The stretches of time a digest tells of. */
export interface Windows {
  today: Window;
  before: Window;
  month: Window;
  week: Window;
}

/** Of a digest of this day, with facts up to `frozenAt`. The day before is the last working day, whole: what was logged late shows there. */
export const windowsOf = (day: DateText, frozenAt: Date, calendar: Calendar): Windows => {
  const tomorrow = calendar.addDays(day, 1);
  const upToNow = (fromDay: DateText): Window => ({
    from: calendar.startOf(fromDay),
    until: frozenAt,
    fromDay,
    untilDay: tomorrow,
  });
  const before = calendar.previousWorkday(day);
  const afterBefore = calendar.addDays(before, 1);
  return {
    today: upToNow(day),
    month: upToNow(calendar.monthStart(day)),
    week: upToNow(calendar.weekStart(day)),
    before: {
      from: calendar.startOf(before),
      until: calendar.startOf(afterBefore),
      fromDay: before,
      untilDay: afterBefore,
    },
  };
};
