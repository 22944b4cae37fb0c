import type { Calendar } from '../../kernel/calendar.ts';

/** A past moment as people say it: `今天 14:05`, `昨天 14:05`, `3月9日 14:05`, with the year when it is another one. */
export const sayWhen = (calendar: Calendar, at: Date, now: Date): string => {
  const [day, today] = [calendar.dateOf(at), calendar.dateOf(now)];
  const time = calendar.timeOf(at);
  if (day === today) return `今天 ${time}`;
  if (day === calendar.addDays(today, -1)) return `昨天 ${time}`;
  const [year, month, date] = day.split('-');
  const short = `${Number(month)}月${Number(date)}日 ${time}`;
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${year}年${short}`;
};
