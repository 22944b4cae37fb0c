import type { Id } from '../../../contract/page.ts';
import { emitMany } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { insertMany } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { productAdded } from '../events.ts';
import { products, productsByName } from '../store.ts';
import type { NewProduct } from './create-product.ts';

/** Adds many products at once under the rules of a single one. Answers in order: the new id, or why there is none. */
export const importProducts = async (work: Work, inputs: readonly NewProduct[]): Promise<(Id | Problem)[]> => {
  const known = await productsByName(
    work,
    inputs.map((input) => input.name),
  );
  const taken = new Set([...known.keys()].map(nameForm));
  const outcomes = inputs.map((input) => {
    const form = nameForm(input.name);
    if (taken.has(form)) return new Problem('product.name_taken');
    taken.add(form);
    return { ...input, series: input.series ?? null, active: true, id: work.nextId() };
  });
  const rows = outcomes.flatMap((one) => (one instanceof Problem ? [] : [one]));
  await insertMany(work, products, rows);
  await emitMany(
    work,
    productAdded,
    rows.map(({ id, name }) => ({ subject: { kind: 'product', id }, payload: { productId: id, name } })),
  );
  return outcomes.map((one) => (one instanceof Problem ? one : one.id));
};

/** Close to how the index compares; it has the last word. */
const nameForm = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
