const zone = 'Asia/Shanghai';
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hourCycle: 'h23', ...options });

const clock = format({ hour: '2-digit', minute: '2-digit' });
const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const monthDay = format({ month: 'long', day: 'numeric' });
const weekday = format({ weekday: 'short' });
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
const DAY = 86_400_000;

/** `18:30` in the company's zone, as all of these. */
export const timeOfDay = (at: string | number): string => clock.format(new Date(at));
export const timeWithSeconds = (at: string | number): string => seconds.format(new Date(at));
/** `2026-11-21` */
export const dayOf = (at: string | number): string => isoDay.format(new Date(at));
/** `11月21日 周六` */
export const dayInWords = (at: string | number): string =>
  `${monthDay.format(new Date(at))} ${weekday.format(new Date(at))}`;

/** Short, for the list of conversations: time today, 昨天, else the date. */
export function whenShort(at: string, now: number): string {
  if (dayOf(at) === dayOf(now)) return timeOfDay(at);
  if (dayOf(at) === dayOf(now - DAY)) return '昨天';
  return monthDay.format(new Date(at));
}

/** Above a message: the date only where it is not today's. */
export function whenLong(at: string, now: number): string {
  if (dayOf(at) === dayOf(now)) return timeOfDay(at);
  if (dayOf(at) === dayOf(now - DAY)) return `昨天 ${timeOfDay(at)}`;
  return `${monthDay.format(new Date(at))} ${timeOfDay(at)}`;
}

/** The instant of a wall clock time in the company's zone, which has no summer time. */
export const instantOf = (day: string, time: string): number => Date.parse(`${day}T${time}:00+08:00`);
export const dayAfter = (day: string): string => dayOf(instantOf(day, '12:00') + DAY);
