import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../../server/kernel/calendar.ts';
import { sayWhen } from '../../../server/modules/approvals/when.ts';

describe('a past moment in words', () => {
  const now = new Date('2026-03-11T02:00:00.000Z');
  it.each([
    ['2026-03-11T01:05:00.000Z', '今天 09:05'],
    ['2026-03-10T16:00:00.000Z', '今天 00:00'],
    ['2026-03-10T15:59:00.000Z', '昨天 23:59'],
    ['2026-03-09T06:05:00.000Z', '3月9日 14:05'],
    ['2025-12-31T06:05:00.000Z', '2025年12月31日 14:05'],
  ])('%s is %s', (at, expected) => {
    expect(sayWhen(createCalendar('Asia/Shanghai'), new Date(at), now)).toBe(expected);
  });
});
