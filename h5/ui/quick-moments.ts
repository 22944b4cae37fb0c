import { atClock, wallTime } from './time.ts';

export interface QuickMoment {
  value: string;
  label: string;
}

/** The next contact as salespeople say it, only those that still lie ahead by half an hour. */
export function quickMoments(now: Date): QuickMoment[] {
  const { weekday } = wallTime(now);
  const toMonday = (8 - weekday) % 7 || 7;
  const candidates: [string, Date][] = [
    ['今天下午', atClock(now, 0, 15)],
    ['明天上午', atClock(now, 1, 9, 30)],
    ['明天下午', atClock(now, 1, 15)],
    ['3 天后', atClock(now, 3, 9, 30)],
    ['下周一', atClock(now, toMonday, 9, 30)],
    ['两周后', atClock(now, 14, 9, 30)],
  ];
  const seen = new Set<string>();
  return candidates
    .filter(([, at]) => at.getTime() > now.getTime() + 30 * 60_000)
    .map(([label, at]) => ({ label, value: at.toISOString() }))
    .filter(({ value }) => !seen.has(value) && seen.add(value));
}
