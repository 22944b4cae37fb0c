import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickMoments } from '../../../h5/ui/quick-moments.ts';

const labels = (at: string) => quickMoments(new Date(`${at}:00+08:00`)).map(({ label }) => label);

describe('quickMoments', () => {
  it('offers this afternoon only while it lies ahead', () => {
    expect(labels('2026-11-18T09:00')).toContain('今天下午');
    expect(labels('2026-11-18T14:45')).not.toContain('今天下午');
  });

  it('names a moment once: on Friday 3 天后 is Monday already', () => {
    expect(labels('2026-11-20T10:00')).not.toContain('下周一');
    expect(labels('2026-11-18T10:00')).toContain('下周一');
  });

  it('always offers moments in the future, each once', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }), (now) => {
        const values = quickMoments(now).map(({ value }) => value);
        expect(values.length).toBeGreaterThanOrEqual(4);
        expect(new Set(values).size).toBe(values.length);
        for (const value of values) expect(Date.parse(value)).toBeGreaterThan(now.getTime());
      }),
    );
  });
});
