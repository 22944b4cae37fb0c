import type { Fen } from '../../contract/money.ts';

export interface PricedLine {
  quantity: number;
  /** Of one unit. */
  listPrice: Fen;
  agreedPrice: Fen;
}
export interface Price {
  listTotal: Fen;
  agreedTotal: Fen;
  /** Tenths of a percent below list; null without lines. */
  discountPermille: number | null;
}

/** The largest sum a money field can hold. */
const largestTotal = 1_000_000_000_000_000n;

/**
 * What the lines cost together and how far that is below list: the only place a discount is computed. Exact integers.
 * A started tenth of a percent counts as a whole one, so that "more than n ‰ below" is true exactly when it is.
 */
export const priceOf = (lines: readonly PricedLine[]): Price => {
  const list = total(lines, (line) => line.listPrice);
  const agreed = total(lines, (line) => line.agreedPrice);
  return {
    listTotal: Number(list),
    agreedTotal: Number(agreed),
    discountPermille: lines.length === 0 ? null : permilleBelow(list, agreed),
  };
};

/** Can both sums be held? */
export const fitsMoney = (lines: readonly PricedLine[]): boolean =>
  total(lines, (line) => line.listPrice) <= largestTotal && total(lines, (line) => line.agreedPrice) <= largestTotal;

const total = (lines: readonly PricedLine[], price: (line: PricedLine) => Fen): bigint =>
  lines.reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(price(line)), 0n);

const permilleBelow = (list: bigint, agreed: bigint): number =>
  agreed >= list ? 0 : Number(((list - agreed) * 1000n + list - 1n) / list);
