import { isWorkday } from 'chinese-days';

import { type ClockMove } from '../../control/types.ts';
import { dayAfter, dayInWords, dayOf, instantOf } from '../time.ts';

export interface QuickMove {
  text: string;
  /** Where it leads, in words. */
  hint: string;
  move: ClockMove;
}

/** Moves to what the product does by the clock; its reminders and digests know working days. */
export function quickMoves(now: number): QuickMove[] {
  const evening = nextAt(now, '18:30', isWorkday);
  const morning = nextAt(instantOf(dayAfter(dayOf(now)), '00:00'), '09:00', isWorkday);
  return [
    { text: '+1 小时', hint: '提醒到点就发', move: { advanceSeconds: 3600 } },
    { text: '跳到 18:30', hint: `${dayInWords(evening)}，群日报`, move: { now: new Date(evening).toISOString() } },
    { text: '次日 09:00', hint: `${dayInWords(morning)}，待联系清单`, move: { now: new Date(morning).toISOString() } },
    { text: '回到现在', hint: '真实时间', move: { reset: true } },
  ];
}

/** The first `time` after `now` on a day that counts. */
function nextAt(now: number, time: string, counts: (day: string) => boolean): number {
  let day = dayOf(now);
  while (!counts(day) || instantOf(day, time) <= now) day = dayAfter(day);
  return instantOf(day, time);
}
