import type { Id } from '../../contract/page.ts';
import { productsByName } from '../catalogue/index.ts';
import { customersByName } from '../customers/index.ts';
import type { Batch } from './batch.ts';
import type { Draft, Values } from './draft.ts';
import { Refusal } from './field.ts';
import { importRows } from './store.ts';

/** The record a field of a row names, null when it names none; refuses what does not exist. */
export type FindRecord = (values: Values) => Id | null;

/** Finds records among the rows of the same source by their key, else by name; all texts of a batch in two queries. */
export const recordFinder = async (
  batch: Batch,
  kind: 'customer' | 'product',
  field: string,
  drafts: readonly Draft[],
): Promise<FindRecord> => {
  const texts = [...new Set(drafts.flatMap(({ values }) => (values[field] ? [String(values[field])] : [])))];
  const named = await byName[kind](batch, texts);
  const imported = await importedRecords(batch, kind, texts);
  return (values) => {
    const text = values[field] ?? null;
    if (text === null) return null;
    const id = imported.get(String(text)) ?? named.get(String(text));
    if (!id) throw new Refusal(field, `系统中没有${words[kind]}「${text}」,或它没有导入成功`);
    return id;
  };
};

const words = { customer: '客户', product: '产品' };

const byName = {
  customer: ({ work }: Batch, names: string[]): Promise<Map<string, Id>> => customersByName(work, names),
  product: async ({ work }: Batch, names: string[]): Promise<Map<string, Id>> =>
    new Map([...(await productsByName(work, names))].map(([name, product]) => [name, product.id])),
};

const importedRecords = async ({ work, source }: Batch, kind: string, keys: string[]): Promise<Map<string, Id>> => {
  const rows: { key: string; id: Id }[] = await work
    .db(importRows.name)
    .where({ source, kind })
    .whereIn('row_key', keys)
    .select({ key: 'row_key', id: 'record_id' });
  return new Map(rows.map((row) => [row.key, row.id]));
};
