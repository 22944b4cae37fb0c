import { afterEach, describe, expect, it } from 'vitest';
import { createCalendar } from '../../../server/kernel/calendar.ts';
import { dailyAt } from '../../../server/kernel/schedule.ts';

const ownZone = process.env['TZ'];
afterEach(() => {
  if (ownZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ownZone;
});

const calendar = createCalendar('Asia/Shanghai');
const zones = ['America/Los_Angeles', 'UTC', 'Asia/Shanghai', 'Pacific/Kiritimati'];

describe.each(zones)('the business calendar of a process that runs in %s', (zone) => {
  const inZone = <T>(read: () => T): T => {
    process.env['TZ'] = zone;
    return read();
  };

  it('knows working days, weekends, public holidays and make-up days', () => {
    const days = ['2026-03-09', '2026-03-14', '2026-10-01', '2026-02-28', '2028-02-28', '2028-02-29'];
    expect(inZone(() => days.map((day) => calendar.isWorkday(day)))).toEqual([true, false, false, true, true, true]);
  });

  it('knows leap days, month ends and the day an instant falls on', () => {
    inZone(() => {
      expect(calendar.addDays('2028-02-28', 1)).toBe('2028-02-29');
      expect(calendar.addDays('2028-02-29', 1)).toBe('2028-03-01');
      expect(calendar.addDays('2027-02-28', 1)).toBe('2027-03-01');
      expect(calendar.previousWorkday('2028-03-01')).toBe('2028-02-29');
      expect(calendar.daysBetween('2028-02-01', '2028-03-01')).toBe(29);
      expect(calendar.monthStart('2028-02-29')).toBe('2028-02-01');
      expect(calendar.dateOf(new Date('2028-02-29T16:00:00.000Z'))).toBe('2028-03-01');
      expect(calendar.dateOf(new Date('2028-02-29T15:59:59.999Z'))).toBe('2028-02-29');
      expect(calendar.startOf('2028-03-01').toISOString()).toBe('2028-02-29T16:00:00.000Z');
    });
  });

  it('names the slots of a daily job by the business day', () => {
    const rule = dailyAt('18:30', { workdays: true });
    const keyAt = (local: string) => inZone(() => rule(new Date(`${local}+08:00`), calendar)?.key);
    expect(keyAt('2028-02-28T18:29:59')).toBe('2028-02-25 18:30');
    expect(keyAt('2028-02-28T18:30:00')).toBe('2028-02-28 18:30');
    expect(keyAt('2028-03-01T00:00:01')).toBe('2028-02-29 18:30');
    expect(keyAt('2028-03-01T20:00:00')).toBe('2028-03-01 18:30');
  });
});
