import { dictionaryKinds, type DictionaryKind } from '../../contract/dictionaries.ts';
import type { Id } from '../../contract/page.ts';
import { allEntries } from '../../kernel/dictionary.ts';
import { addDictionaryEntry } from '../admin/index.ts';
import type { Batch } from './batch.ts';
import type { Draft, Values } from './draft.ts';
import { Refusal } from './field.ts';
import { sourceOf } from './mapping.ts';

/** The dictionary entry a field of a row names, null when it names none. */
export type FindEntry = (values: Values) => Id | null;

const longestName = 30;

/** Finds entries by name. Unknown ones are added when the mapping says so, else refused; retired ones are always refused. */
export const entryFinder = async (
  batch: Batch,
  kind: DictionaryKind,
  field: string,
  drafts: readonly Draft[],
): Promise<FindEntry> => {
  const known = new Map(
    (await allEntries(batch.work)).filter((one) => one.kind === kind).map((one) => [one.name, one]),
  );
  const ids = new Map([...known.values()].filter((one) => one.active).map((one) => [one.name, one.id]));
  if (sourceOf(batch.file, field)?.whenUnknown === 'add') {
    const missing = new Set(drafts.flatMap(({ values }) => String(values[field] ?? '') || []));
    for (const name of missing)
      if (!known.has(name) && name.length <= longestName)
        ids.set(name, (await addDictionaryEntry(batch.work, { kind, name })).id);
  }
  return (values) => {
    const name = values[field] ?? null;
    if (name === null) return null;
    const id = ids.get(String(name));
    if (!id)
      throw new Refusal(field, `${dictionaryKinds[kind]}「${name}」${reason(known.has(String(name)), String(name))}`);
    return id;
  };
};

const reason = (isKnown: boolean, name: string): string => {
  if (isKnown) return '已停用';
  return name.length > longestName ? `最多 ${longestName} 个字` : '不在字典中';
};
