import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import { column, table, type RowOf } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';

export const products = table('products', {
  id: column.id(),
  name: column.text(),
  series: column.nullable(column.text()),
  unit: column.text(),
  listPrice: column.int(),
  active: column.bool(),
  version: column.int(),
  createdBy: column.nullable(column.id()),
  updatedBy: column.nullable(column.id()),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export type ProductRecord = RowOf<typeof products>;

/** Products by id, retired ones included; unknown ids are missing from the answer. */
export const productsById = async (work: Work, ids: readonly Id[]): Promise<Map<Id, ProductRecord>> => {
  if (ids.length === 0) return new Map();
  const rows = await allRows(products, work.db(products.name).whereIn('id', [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
};

/** Products by exact name, for import. */
export const productsByName = async (work: Work, names: readonly string[]): Promise<Map<string, ProductRecord>> => {
  if (names.length === 0) return new Map();
  const rows = await allRows(products, work.db(products.name).whereIn('name', [...new Set(names)]));
  return new Map(rows.map((row) => [row.name, row]));
};
