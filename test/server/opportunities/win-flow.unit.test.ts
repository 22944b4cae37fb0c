import { describe, expect, it } from 'vitest';
import { applicableSteps } from '../../../server/modules/approvals/flow.ts';
import { priceOf } from '../../../server/modules/opportunities/discount.ts';
import { winFacts, winFlow, winTitle } from '../../../server/modules/opportunities/win-flow.ts';

const stepsFor = (list: number, agreed: number, stated = 0): number => {
  const price = priceOf([{ quantity: 1, listPrice: list, agreedPrice: agreed }]);
  return applicableSteps(winFlow, winFacts(price, stated, { reasonId: null, note: '' })).length;
};

describe('closing as won', () => {
  it.each([
    ['10 % below list: alone', 100_000, 90_000, 0, 0],
    ['a fen more than 10 %: the leader', 100_000, 89_999, 0, 1],
    ['25 % below: the leader', 100_000, 75_000, 0, 1],
    ['a fen more than 25 %: the leader and theirs', 100_000, 74_999, 0, 2],
    ['¥1,000,000 at list: alone', 100_000_000, 100_000_000, 0, 0],
    ['a fen more than ¥1,000,000 at list: both', 100_000_001, 100_000_001, 0, 2],
    ['an estimate above ¥1,000,000: both', 100_000, 100_000, 100_000_001, 2],
  ])('%s', (_, list, agreed, stated, expected) => {
    expect(stepsFor(list, agreed, stated)).toBe(expected);
  });

  it('says what is wanted the way salespeople do', () => {
    const title = (listPrice: number, agreedPrice: number): string =>
      winTitle(priceOf([{ quantity: 1, listPrice, agreedPrice }]));
    expect(title(44_878_000, 36_800_000)).toBe('申请 8.2 折赢单,¥36.8 万');
    expect(title(120_000_000, 120_000_000)).toBe('申请赢单,¥120 万');
    expect(title(120_000_000, 119_900_000)).toBe('申请赢单,¥119.9 万');
  });
});
