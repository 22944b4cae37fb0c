import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatShort, formatYuan } from '../../../server/contract/money.ts';

describe('an amount for people', () => {
  it.each([
    [0, '¥0', '¥0'],
    [5, '¥0.05', '¥0.05'],
    [1_234_500, '¥12,345', '¥1.23 万'],
    [99_999_950, '¥999,999.5', '¥99.99 万'],
    [36_800_000_000, '¥368,000,000', '¥3.68 亿'],
  ])('%i fen are %s, in short %s', (amount, exact, short) => {
    expect(formatYuan(amount)).toBe(exact);
    expect(formatShort(amount)).toBe(short);
  });

  it('is written as the language writes numbers', () => {
    const chinese = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (amount) => {
        expect(formatYuan(amount)).toBe(`¥${chinese.format(amount / 100)}`);
      }),
    );
  });
});
