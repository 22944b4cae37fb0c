import { describe, expect, it } from 'vitest';
import { fitsMoney, priceOf } from '../../../server/modules/opportunities/discount.ts';

const line = (listPrice: number, agreedPrice: number, quantity = 1) => ({ listPrice, agreedPrice, quantity });

describe('the price of lines', () => {
  it.each([
    ['no lines', [], { listTotal: 0, agreedTotal: 0, discountPermille: null }],
    ['exactly 10 % below', [line(100_000, 90_000)], { listTotal: 100_000, agreedTotal: 90_000, discountPermille: 100 }],
    [
      'a fen more than 10 %',
      [line(100_000, 89_999)],
      { listTotal: 100_000, agreedTotal: 89_999, discountPermille: 101 },
    ],
    [
      'a fen less than 10 %',
      [line(100_000, 90_001)],
      { listTotal: 100_000, agreedTotal: 90_001, discountPermille: 100 },
    ],
    ['exactly 25 % below', [line(3, 2), line(1, 1)], { listTotal: 4, agreedTotal: 3, discountPermille: 250 }],
    ['at list', [line(500, 500)], { listTotal: 500, agreedTotal: 500, discountPermille: 0 }],
    ['above list', [line(500, 700)], { listTotal: 500, agreedTotal: 700, discountPermille: 0 }],
    ['free of charge', [line(500, 0)], { listTotal: 500, agreedTotal: 0, discountPermille: 1000 }],
    ['without a list price', [line(0, 0)], { listTotal: 0, agreedTotal: 0, discountPermille: 0 }],
    [
      'several lines together',
      [line(1000, 500, 2), line(8000, 8000)],
      { listTotal: 10_000, agreedTotal: 9000, discountPermille: 100 },
    ],
  ])('%s', (_, lines, expected) => {
    expect(priceOf(lines)).toEqual(expected);
  });

  it('is exact beyond what floating point holds', () => {
    const list = 900_000_000_000_001;
    expect(priceOf([line(list, Math.floor(list * 0.9))]).discountPermille).toBe(101);
  });

  it('has a largest sum', () => {
    expect(fitsMoney([line(1e15, 1e15)])).toBe(true);
    expect(fitsMoney([line(1e15, 1), line(1, 1)])).toBe(false);
    expect(fitsMoney([line(1, 1e15, 1_000_000)])).toBe(false);
  });
});
