import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../server/kernel/calendar.ts';
import { quietUntil } from '../../../server/modules/messages/quiet-hours.ts';

const calendar = createCalendar('Asia/Shanghai');
const at = (time: string): Date => calendar.at('2026-03-11', time);

describe('quiet hours', () => {
  it.each([
    ['21:00', '08:00', '20:59', null],
    ['21:00', '08:00', '21:00', '2026-03-12 08:00'],
    ['21:00', '08:00', '23:59', '2026-03-12 08:00'],
    ['21:00', '08:00', '00:00', '2026-03-11 08:00'],
    ['21:00', '08:00', '07:59', '2026-03-11 08:00'],
    ['21:00', '08:00', '08:00', null],
    ['12:00', '14:00', '13:00', '2026-03-11 14:00'],
    ['12:00', '14:00', '14:00', null],
  ])('from %s until %s, at %s: held until %s', (quietFrom, until, now, expected) => {
    const end = quietUntil({ quietFrom, quietUntil: until }, at(now), calendar);
    expect(end && `${calendar.dateOf(end)} ${calendar.timeOf(end)}`).toBe(expected);
  });
});
