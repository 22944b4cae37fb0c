import type { Fen } from '../../../contract/money.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { productAdded } from '../events.ts';
import { products } from '../store.ts';
import { translateTakenName } from '../taken-name.ts';

export interface NewProduct {
  name: string;
  series?: string | null | undefined;
  unit: string;
  listPrice: Fen;
}

export const createProduct = async (work: Work, input: NewProduct): Promise<Id> => {
  const { name, series = null, unit, listPrice } = input;
  const id = await insert(work, products, { name, series, unit, listPrice, active: true }).catch(translateTakenName);
  await emit(work, productAdded, { subject: { kind: 'product', id }, payload: { productId: id, name } });
  return id;
};
