import type { Id } from '../contract/page.ts';
import { isDuplicateKey } from './database.ts';
import { Problem, required } from './problem.ts';
import { allRows, firstRow, insert } from './rows.ts';
import { column, encodeRow, table, type RowOf } from './table.ts';
import type { Work } from './work.ts';

/** Lists of names in an order, nothing more. The first time a list needs anything else it becomes a module of its own. */
export const dictionaryEntries = table('dictionary_entries', {
  id: column.id(),
  kind: column.text(),
  name: column.text(),
  active: column.bool(),
  position: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
});
export type DictionaryRow = RowOf<typeof dictionaryEntries>;

/** Every entry of every list, retired ones included, in order. */
export const allEntries = (work: Work): Promise<DictionaryRow[]> =>
  allRows(dictionaryEntries, work.db(dictionaryEntries.name).orderBy(['kind', 'position', 'id']));

/** Names by id, retired entries included: what was chosen keeps its name. */
export const entryNames = async (work: Work, ids: readonly (Id | null)[]): Promise<Map<Id, string>> => {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await allRows(dictionaryEntries, work.db(dictionaryEntries.name).whereIn('id', wanted));
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** May this entry be chosen now? */
export const isChoosable = async (work: Work, kind: string, id: Id): Promise<boolean> =>
  (await work.db(dictionaryEntries.name).where({ id, kind, active: 1 }).first('id')) !== undefined;

/** Adds an entry at the end of its list; `dictionary.name_taken` when the list has the name. */
export const addEntry = async (work: Work, kind: string, name: string): Promise<Id> => {
  const last = await firstRow(
    dictionaryEntries,
    work.db(dictionaryEntries.name).where({ kind }).orderBy('position', 'desc'),
  );
  const entry = { kind, name, active: true, position: (last?.position ?? -1) + 1 };
  return insert(work, dictionaryEntries, entry).catch(translateTaken);
};

/** Renames, reorders, retires or brings back an entry; returns it as it was. */
export const changeEntry = async (
  work: Work,
  kind: string,
  id: Id,
  values: Partial<Pick<DictionaryRow, 'name' | 'active' | 'position'>>,
): Promise<DictionaryRow> => {
  const entry = work.db(dictionaryEntries.name).where({ id, kind });
  const before = required(await firstRow(dictionaryEntries, entry.clone().forUpdate()));
  await entry.update(encodeRow(dictionaryEntries, { ...values, updatedAt: work.clock.now() })).catch(translateTaken);
  return before;
};

const translateTaken = (error: unknown): never => {
  if (isDuplicateKey(error, 'dictionary_entries_name')) throw new Problem('dictionary.name_taken');
  throw error;
};
