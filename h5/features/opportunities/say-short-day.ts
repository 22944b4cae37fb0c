import { now } from '../../clock.ts';
import { sayDay } from '../../ui/time.ts';

/** A day where there is little room: 今天, 明天, `11月21日`. */
export const sayShortDay = (day: string): string => sayDay(day, now()).split(' ')[0] ?? '';
