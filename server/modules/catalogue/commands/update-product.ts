import { formatYuan, type Fen } from '../../../contract/money.ts';
import type { Id } from '../../../contract/page.ts';
import { describeChanges, emit } from '../../../kernel/event.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow, patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { productChanged, productRetired, productReturned } from '../events.ts';
import { products, type ProductRecord } from '../store.ts';
import { translateTakenName } from '../taken-name.ts';

export interface ProductChange {
  name?: string | undefined;
  series?: string | null | undefined;
  unit?: string | undefined;
  listPrice?: Fen | undefined;
  active?: boolean | undefined;
}

const labels = { name: '产品名称', series: '系列', unit: '单位', listPrice: '标准价', active: '在售' } as const;

/** Changes, retires or brings back a product. Lines that have been added keep the list price they were added with. */
export const updateProduct = async (
  work: Work,
  id: Id,
  { version, ...input }: ProductChange & { version: number },
): Promise<number> => {
  const before = required(await firstRow(products, work.db(products.name).where({ id })));
  const values = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const after = values as Partial<ProductRecord>;
  const next = await patch(work, products, { id, version }, after).catch(translateTakenName);
  const changes = describeChanges(before, after, labels, {
    listPrice: (price) => formatYuan(Number(price)),
    active: (active) => (active ? '是' : '否'),
  });
  if (changes.length > 0)
    await emit(work, kindOf(before, after), {
      subject: { kind: 'product', id },
      payload: { productId: id, name: after.name ?? before.name },
      changes,
    });
  return next;
};

const kindOf = (before: ProductRecord, after: Partial<ProductRecord>) => {
  if (after.active === undefined || after.active === before.active) return productChanged;
  return after.active ? productReturned : productRetired;
};
