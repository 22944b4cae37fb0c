import { wallTime } from '../../ui/time.ts';

export const closingWindows = {
  overdue: '已过预计日期',
  month: '本月成交',
  next_month: '下月成交',
  quarter: '本季度成交',
} as const;
export type ClosingWindow = keyof typeof closingWindows;

/** The first and last day (`YYYY-MM-DD`, business timezone) an expected close must lie between; open at one side when undefined. */
export function closingDays(window: ClosingWindow, now: Date): { closeFrom?: string; closeUntil?: string } {
  const { year, month, date } = wallTime(now);
  switch (window) {
    case 'overdue':
      return { closeUntil: day(year, month, date - 1) };
    case 'month':
      return { closeFrom: day(year, month, 1), closeUntil: day(year, month + 1, 0) };
    case 'next_month':
      return { closeFrom: day(year, month + 1, 1), closeUntil: day(year, month + 2, 0) };
    case 'quarter': {
      const first = Math.floor((month - 1) / 3) * 3 + 1;
      return { closeFrom: day(year, first, 1), closeUntil: day(year, first + 3, 0) };
    }
  }
}

/** Months and days beyond their range roll over, as `Date` does; day 0 is the last of the month before. */
const day = (year: number, month: number, date: number): string =>
  new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
