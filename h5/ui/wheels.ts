import { type PickerColumn } from 'vant';
import { atClock, dateOf, sayToday, wallTime } from './time.ts';

const two = (value: number) => String(value).padStart(2, '0');
const range = (from: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, index) => from + index * step);
const column = (values: readonly number[], unit: string): PickerColumn =>
  values.map((value) => ({ text: `${value}${unit}`, value: two(value) }));

/** Hours and minutes in steps of five. */
export const clockWheels = (): PickerColumn[] =>
  [range(0, 24), range(0, 12, 5)].map((values) => values.map((value) => ({ text: two(value), value: two(value) })));

/** The next half year by day, then hours and minutes. */
export function momentWheels(now: Date): PickerColumn[] {
  const days = range(0, 184).map((offset) => {
    const at = atClock(now, offset, 12);
    return { text: ['今天', '明天', '后天'][offset] ?? sayToday(at), value: dateOf(at) };
  });
  return [days, ...clockWheels()];
}

/** Year, month and day; the month has as many days as it has in the chosen year. */
export function dateWheels(fromYear: number, untilYear: number, chosen: readonly string[]): PickerColumn[] {
  const days = new Date(Date.UTC(Number(chosen[0]), Number(chosen[1]), 0)).getUTCDate();
  return [
    column(range(fromYear, untilYear - fromYear + 1), '年'),
    column(range(1, 12), '月'),
    column(range(1, Number.isNaN(days) ? 31 : days), '日'),
  ];
}

/** Wheel positions of a moment, rounded up to five minutes so that it never lies before the moment itself. */
export function momentChosen(at: Date): string[] {
  const rounded = new Date(Math.ceil(at.getTime() / 300_000) * 300_000);
  return [dateOf(rounded), ...wallTime(rounded).clock.split(':')];
}
