import type { Preferences } from '../../contract/messages.ts';
import type { Calendar } from '../../kernel/calendar.ts';

export const defaultPreferences: Preferences = { quietFrom: '21:00', quietUntil: '08:00', muted: [] };

/** When somebody's quiet hours that cover this instant end; null outside them. They may pass midnight. */
export const quietUntil = (
  hours: Pick<Preferences, 'quietFrom' | 'quietUntil'>,
  now: Date,
  calendar: Calendar,
): Date | null => {
  const { quietFrom, quietUntil: end } = hours;
  const time = calendar.timeOf(now);
  const today = calendar.dateOf(now);
  const overnight = quietFrom > end;
  const quiet = overnight ? time >= quietFrom || time < end : time >= quietFrom && time < end;
  if (!quiet) return null;
  return calendar.at(overnight && time >= quietFrom ? calendar.addDays(today, 1) : today, end);
};
