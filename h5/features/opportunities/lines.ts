import { type z } from 'zod';
import { type Fen } from '../../../server/contract/money.ts';
import { type lineInput, type OpportunityDetail } from '../../../server/contract/opportunities.ts';

/** A line as it is sent; what the product is called and costs stands beside it. */
export type LineInput = z.infer<typeof lineInput>;
export interface LineProduct {
  productId: string;
  product: string;
  unit: string;
  /** Frozen when the line was added, the catalogue's for new lines. */
  listPrice: Fen;
}

export const linesOf = ({ lines }: Pick<OpportunityDetail, 'lines'>): LineInput[] =>
  lines.map(({ productId, quantity, agreedPrice }) => ({ productId, quantity, agreedPrice }));

/** Sums over the lines whose product is known, in fen. */
export function totalsOf(
  lines: readonly LineInput[],
  productOf: (productId: string) => LineProduct | null,
): { list: Fen; agreed: Fen } {
  const sum = (price: (line: LineInput) => Fen) => lines.reduce((all, line) => all + price(line) * line.quantity, 0);
  return {
    list: sum(({ productId, agreedPrice }) => productOf(productId)?.listPrice ?? agreedPrice),
    agreed: sum(({ agreedPrice }) => agreedPrice),
  };
}
