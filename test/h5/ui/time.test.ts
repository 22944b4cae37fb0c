import { describe, expect, it } from 'vitest';
import { atClock, dateOf, daysSince, exactTime, sayAppointment, sayDay, sayTime } from '../../../h5/ui/time.ts';

/** Saturday, 21 November 2026, 15:10 in Shanghai. */
const now = new Date('2026-11-21T07:10:00.000Z');
const at = (text: string) => new Date(`${text}:00+08:00`);

describe('sayTime', () => {
  it.each([
    ['2026-11-21T15:09', '1 分钟前'],
    ['2026-11-21T14:20', '50 分钟前'],
    ['2026-11-21T09:00', '今天 09:00'],
    ['2026-11-21T15:30', '今天 15:30'],
    ['2026-11-20T23:59', '昨天 23:59'],
    ['2026-11-19T08:00', '前天 08:00'],
    ['2026-11-16T08:00', '5 天前'],
    ['2026-11-22T09:30', '明天 09:30'],
    ['2026-11-23T09:30', '后天 09:30'],
    ['2026-11-24T09:30', '下周二 09:30'],
    ['2026-11-27T09:30', '下周五 09:30'],
    ['2026-11-14T09:30', '11月14日 周六'],
    ['2026-11-28T09:30', '11月28日 周六'],
    ['2025-11-28T09:30', '2025年11月28日'],
  ])('says %s as %s', (moment, words) => {
    expect(sayTime(at(moment), now)).toBe(words);
  });

  it('says 刚刚 only about the past minute', () => {
    expect(sayTime(new Date(now.getTime() - 30_000), now)).toBe('刚刚');
    expect(sayTime(new Date(now.getTime() + 30_000), now)).toBe('今天 15:10');
  });

  it('gives a day no clock', () => {
    expect(sayTime('2026-11-21', now)).toBe('今天');
    expect(sayTime('2026-11-18', now)).toBe('11月18日 周三');
  });

  it('counts this week until Sunday', () => {
    const monday = at('2026-11-16T10:00');
    expect(sayTime(at('2026-11-22T10:00'), monday)).toBe('本周日 10:00');
  });
});

it('names the day of an appointment that has passed, and the clock of one to come', () => {
  expect(sayAppointment(at('2026-11-16T09:30').toISOString(), now)).toBe('11月16日 周一');
  expect(sayAppointment(at('2026-11-20T09:30').toISOString(), now)).toBe('昨天');
  expect(sayAppointment(at('2026-11-22T09:30').toISOString(), now)).toBe('明天 09:30');
});

describe('calendar days', () => {
  it('change at midnight in Shanghai, wherever the phone is', () => {
    expect(dateOf(new Date('2026-11-21T15:59:59.000Z'))).toBe('2026-11-21');
    expect(dateOf(new Date('2026-11-21T16:00:00.000Z'))).toBe('2026-11-22');
    expect(daysSince('2026-11-20T15:59:00.000Z', now)).toBe(1);
    expect(daysSince('2026-11-20T16:01:00.000Z', now)).toBe(0);
  });

  it('are said in words when near', () => {
    expect(sayDay('2026-11-21', now)).toBe('今天');
    expect(sayDay('2026-11-20', now)).toBe('昨天');
    expect(sayDay('2026-11-10', now)).toBe('11月10日 周二');
  });

  it('are counted from for a clock time on another day', () => {
    expect(atClock(now, 1, 9, 30).toISOString()).toBe('2026-11-22T01:30:00.000Z');
    expect(exactTime(atClock(now, 0, 15))).toBe('2026年11月21日 15:00');
  });
});
