import type { Product } from '../../contract/catalogue.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { products } from './store.ts';

/** The price list, series by series. A company has tens to hundreds of products: they come in one piece. */
export const listProducts = async (work: Work, includeRetired: boolean): Promise<{ items: Product[] }> => {
  const query = work.db(products.name).orderBy(['series', 'name', 'id']);
  if (!includeRetired) void query.where({ active: 1 });
  const rows = await allRows(products, query);
  return {
    items: rows.map(({ id, name, series, unit, listPrice, active, version }) => ({
      id,
      name,
      series,
      unit,
      listPrice,
      active,
      version,
    })),
  };
};
