import type { z } from 'zod';
import { formatYuan } from '../../../contract/money.ts';
import type { lineInput } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import { insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { productsById } from '../../catalogue/index.ts';
import { fitsMoney, type PricedLine } from '../discount.ts';
import { opportunityLines, type LineRecord } from '../store.ts';

export type LineInput = z.output<typeof lineInput>;
export type Line = PricedLine & { productId: Id };

/** Replaces the lines. A product that was there keeps the list price it was added with; a new one must be on sale. */
export const saveLines = async (
  work: Work,
  opportunityId: Id,
  before: readonly LineRecord[],
  input: readonly LineInput[],
): Promise<Line[]> => {
  const lines = await withListPrices(work, before, input);
  if (!fitsMoney(lines))
    throw new Problem('request.malformed', {}, [{ path: 'lines', message: '产品金额合计过大,请检查数量和单价' }]);
  await work.db(opportunityLines.name).where({ opportunity_id: opportunityId }).delete();
  await insertMany(
    work,
    opportunityLines,
    lines.map((line, position) => ({ opportunityId, position, ...line })),
  );
  return lines;
};

const withListPrices = async (
  work: Work,
  before: readonly LineRecord[],
  input: readonly LineInput[],
): Promise<Line[]> => {
  const frozen = new Map(before.map((line) => [line.productId, line.listPrice]));
  const added = input.map((line) => line.productId).filter((id) => !frozen.has(id));
  const products = await productsById(work, added);
  return input.map((line) => {
    const product = products.get(line.productId);
    const listPrice = frozen.get(line.productId) ?? (product?.active ? product.listPrice : undefined);
    ensure(listPrice !== undefined, 'product.unknown');
    return { ...line, listPrice };
  });
};

/** Lines in words: `GTX 专业版 ×2 ¥4,000`. */
export const describeLines = async (work: Work, lines: readonly Line[]): Promise<string> => {
  const products = await productsById(
    work,
    lines.map((line) => line.productId),
  );
  return lines
    .map((line) => `${products.get(line.productId)?.name ?? '产品'} ×${line.quantity} ${formatYuan(line.agreedPrice)}`)
    .join('、');
};
