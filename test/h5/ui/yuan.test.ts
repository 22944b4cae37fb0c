import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenOf, tidyYuan, yuanOf } from '../../../h5/ui/yuan.ts';

describe('an amount typed in yuan', () => {
  it.each([
    ['12345.6', 12_345_60],
    ['1,234', 1_234_00],
    ['0.07', 7],
    ['19.999', 19_99],
    ['008', 8_00],
    ['.5', 50],
    ['12。5', 12_50],
    ['', null],
    ['元', null],
    ['10000000000000', 1e15],
  ])('%j is %j fen', (typed, fen) => expect(fenOf(typed)).toBe(fen));

  it('keeps what one is in the middle of typing', () => {
    expect(tidyYuan('12.')).toBe('12.');
    expect(tidyYuan('1.2.3')).toBe('1.23');
  });

  it('comes back unchanged from any amount of fen the contract allows', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e15 }), (fen) => fenOf(yuanOf(fen)) === fen));
  });
});
