import chineseDays from 'chinese-days';
import { DateTime } from 'luxon';

/** A calendar date in the business timezone, `YYYY-MM-DD`. */
export type DateText = string;

/** Calendar arithmetic in one business timezone. All ranges are half open: `[from, until)`. */
export interface Calendar {
  readonly zone: string;
  /** The business date an instant falls on. */
  dateOf(instant: Date): DateText;
  /** The instant of a wall-clock time on a business date; `time` is `HH:mm`. */
  at(date: DateText, time: string): Date;
  startOf(date: DateText): Date;
  addDays(date: DateText, days: number): DateText;
  /** Whole days from the first date to the second. */
  daysBetween(from: DateText, to: DateText): number;
  monthStart(date: DateText): DateText;
  weekStart(date: DateText): DateText;
  /** A working day in China, public holidays and make-up days included. */
  isWorkday(date: DateText): boolean;
  previousWorkday(date: DateText): DateText;
  /** Wall-clock `HH:mm` of an instant. */
  timeOf(instant: Date): string;
}

export const createCalendar = (zone: string): Calendar => {
  const local = (instant: Date): DateTime => DateTime.fromJSDate(instant, { zone });
  const day = (date: DateText): DateTime => DateTime.fromISO(date, { zone });
  const text = (moment: DateTime): DateText => moment.toFormat('yyyy-MM-dd');
  const calendar: Calendar = {
    zone,
    dateOf: (instant) => text(local(instant)),
    at: (date, time) => DateTime.fromISO(`${date}T${time}`, { zone }).toJSDate(),
    startOf: (date) => day(date).startOf('day').toJSDate(),
    addDays: (date, days) => text(day(date).plus({ days })),
    daysBetween: (from, to) => Math.round(day(to).diff(day(from), 'days').days),
    monthStart: (date) => text(day(date).startOf('month')),
    weekStart: (date) => text(day(date).startOf('week')),
    isWorkday: (date) => chineseDays.isWorkday(noonOfProcess(date)),
    previousWorkday: (date) => {
      let candidate = calendar.addDays(date, -1);
      while (!calendar.isWorkday(candidate)) candidate = calendar.addDays(candidate, -1);
      return candidate;
    },
    timeOf: (instant) => local(instant).toFormat('HH:mm'),
  };
  return calendar;
};

/** The library reads a text as midnight UTC and then asks for the day where the process runs: west of Greenwich that is the day before. */
const noonOfProcess = (date: DateText): Date => DateTime.fromISO(`${date}T12:00`).toJSDate();
