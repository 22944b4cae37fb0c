import { describe, expect, it } from 'vitest';
import { digestFigures, type DigestFigure } from '../../../server/contract/reports.ts';
import { createCalendar } from '../../../server/kernel/calendar.ts';
import {
  conversions,
  headlineOf,
  isQuiet,
  sumUp,
  type DigestFacts,
  type PersonalFacts,
} from '../../../server/modules/reports/digest.ts';
import { windowsOf } from '../../../server/modules/reports/windows.ts';

const values = (today: number, before = 0, month = today) => ({ today, before, month });
const personal = (
  figures: Partial<Record<DigestFigure, Record<string, ReturnType<typeof values>>>>,
): PersonalFacts => ({
  figures: Object.fromEntries(
    Object.keys(digestFigures).map((key) => [key, new Map(Object.entries(figures[key as DigestFigure] ?? {}))]),
  ) as unknown as PersonalFacts['figures'],
  funnel: new Map([
    ['1', [{ stage: 'needs', count: 2, amount: 300 }]],
    ['2', [{ stage: 'needs', count: 1, amount: 100 }]],
    ['3', [{ stage: 'negotiation', count: 9, amount: 900 }]],
  ]),
  week: new Map([
    ['1', 2],
    ['2', 5],
    ['3', 9],
  ]),
  names: new Map([
    ['1', '李一'],
    ['2', '周二'],
  ]),
});
const team = new Set(['1', '2']);

describe('a department’s digest', () => {
  const facts = sumUp(
    '华东部',
    team,
    personal({ follow_ups: { 1: values(2, 1, 7), 2: values(3, 0, 9), 3: values(50) } }),
    null,
  );

  it('adds up its own people and nobody else', () => {
    expect(facts.figures.follow_ups).toEqual({ today: 5, before: 1, month: 16 });
    expect(facts.funnel.filter((bar) => bar.count > 0)).toEqual([{ stage: 'needs', count: 3, amount: 400 }]);
    expect(facts.week.map((row) => [row.name, row.count])).toEqual([
      ['周二', 5],
      ['李一', 2],
    ]);
  });

  it('compares what is open with what was open in the digest before', () => {
    const open = personal({ open_amount: { 1: values(500) } });
    expect(sumUp('华东部', team, open, 200).figures.open_amount).toEqual({ today: 500, before: 200, month: 500 });
    expect(sumUp('华东部', team, open, null).figures.open_amount.before).toBe(500);
  });

  it('is quiet when nothing was done, whatever is open', () => {
    expect(isQuiet(sumUp('华东部', team, personal({ open_amount: { 1: values(500) } }), null))).toBe(true);
    expect(isQuiet(facts)).toBe(false);
    expect(headlineOf(facts)).toBe('跟进 5 次');
  });
});

describe('conversion between the stages', () => {
  it('is the share of what came at least this far', () => {
    const bar = (count: number): DigestFacts['funnel'][number] => ({ stage: 'needs', count, amount: 0 });
    expect(conversions([bar(6), bar(3), bar(1)])).toEqual([null, 40, 25]);
    expect(conversions([bar(4), bar(0), bar(0)])).toEqual([null, 0, null]);
  });
});

describe('the stretches of time', () => {
  const calendar = createCalendar('Asia/Shanghai');

  it('compare a Monday with the Friday before and begin the week on Monday', () => {
    const windows = windowsOf('2026-03-16', calendar.at('2026-03-16', '18:30'), calendar);
    expect([windows.before.fromDay, windows.before.untilDay]).toEqual(['2026-03-13', '2026-03-14']);
    expect(windows.week.fromDay).toBe('2026-03-16');
    expect(windows.month.from).toEqual(new Date('2026-02-28T16:00:00Z'));
    expect(windows.today.until).toEqual(new Date('2026-03-16T10:30:00Z'));
  });
});
