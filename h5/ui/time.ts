const hour = 3_600_000;
const day = 24 * hour;
/** The business timezone, Asia/Shanghai, has had no summer time since 1991: a fixed offset is exact. */
const shanghai = 8 * hour;
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const two = (value: number) => String(value).padStart(2, '0');

interface WallTime {
  year: number;
  month: number;
  date: number;
  weekday: number;
  clock: string;
  /** Days since 1970 in the business timezone, to count calendar days with. */
  dayNumber: number;
}

/** A moment as the clocks in Shanghai show it. */
export function wallTime(at: Date): WallTime {
  const shifted = new Date(at.getTime() + shanghai);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    date: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    clock: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
    dayNumber: Math.floor(shifted.getTime() / day),
  };
}

/** The moment at which the clocks in Shanghai show `hours:minutes` on the day `days` after that of `from`. */
export const atClock = (from: Date, days: number, hours: number, minutes = 0): Date =>
  new Date((wallTime(from).dayNumber + days) * day + hours * hour + minutes * 60_000 - shanghai);

/** `YYYY-MM-DD` in the business timezone. */
export const dateOf = (at: Date): string => {
  const { year, month, date } = wallTime(at);
  return `${year}-${two(month)}-${two(date)}`;
};

/**
 * Within a week in words (刚刚, 5 分钟前, 昨天 18:20, 下周一 09:00 …), after that the date; with the year when it is another.
 * A day (`YYYY-MM-DD`) has no clock to be shown.
 */
export function sayTime(value: string | Date, now: Date): string {
  if (isDay(value)) return sayDay(value, now);
  const at = new Date(value);
  const there = wallTime(at);
  const here = wallTime(now);
  const days = there.dayNumber - here.dayNumber;
  const past = now.getTime() - at.getTime();
  if (past >= 0 && past < 60_000) return '刚刚';
  if (past > 0 && past < hour) return `${Math.floor(past / 60_000)} 分钟前`;
  if (days === 0) return `今天 ${there.clock}`;
  const word = nearDays[days];
  if (word) return `${word} ${there.clock}`;
  if (days > -7 && days < 0) return `${-days} 天前`;
  if (days > 0 && days < 7) return `${weekWord(there, here)} ${there.clock}`;
  return sayDate(at, now);
}

/** A day in words; the same rule as `sayTime` without the clock. */
export function sayDay(value: string | Date, now: Date): string {
  const at = isDay(value) ? new Date(`${value}T00:00:00+08:00`) : new Date(value);
  const there = wallTime(at);
  const days = there.dayNumber - wallTime(now).dayNumber;
  if (days === 0) return '今天';
  return nearDays[days] ?? sayDate(at, now);
}

const isDay = (value: string | Date): value is string => typeof value === 'string' && value.length === 10;

/** When people had agreed to meet: how long ago says nothing about an appointment. */
export const sayAppointment = (value: string, now: Date): string =>
  new Date(value) < now ? sayDay(value, now) : sayTime(value, now);

/** `11月21日 周六`. */
export const sayToday = (now: Date): string => {
  const { month, date, weekday } = wallTime(now);
  return `${month}月${date}日 ${weekdays[weekday] ?? ''}`;
};

/** How long ago in whole days, for lists of what went quiet. */
export const daysSince = (value: string, now: Date): number =>
  Math.max(0, wallTime(now).dayNumber - wallTime(new Date(value)).dayNumber);

/** `11月21日 18:30`, exact, for details. */
export const exactTime = (value: string | Date): string => {
  const { year, month, date, clock } = wallTime(new Date(value));
  return `${year}年${month}月${date}日 ${clock}`;
};

const nearDays: Record<number, string> = { [-2]: '前天', [-1]: '昨天', 1: '明天', 2: '后天' };

const weekWord = (there: WallTime, here: WallTime): string => {
  const mondayBased = (weekday: number) => (weekday + 6) % 7;
  const daysToSunday = 6 - mondayBased(here.weekday);
  const prefix = there.dayNumber - here.dayNumber > daysToSunday ? '下' : '本';
  return `${prefix}${weekdays[there.weekday] ?? ''}`;
};

const sayDate = (at: Date, now: Date): string => {
  const { year, month, date, weekday } = wallTime(at);
  const text = `${month}月${date}日`;
  return year === wallTime(now).year ? `${text} ${weekdays[weekday] ?? ''}` : `${year}年${text}`;
};
