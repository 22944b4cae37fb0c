import { createHash } from 'node:crypto';
import { busiestPeople, cellText, wordFor, type BusiestPeople } from './cell-text.ts';
import { Refusal, type Fields, type Value } from './field.ts';
import { kindFields } from './kinds/fields.ts';
import { sourceOf, type FileMapping, type Mapping } from './mapping.ts';
import { readValue } from './read-value.ts';
import type { Sheet, SheetRow } from './sheet.ts';

export type Values = Record<string, Value | null>;

/** A row on its way to become a record. */
export interface Draft {
  row: SheetRow;
  /** Names the row for good within its source. */
  key: string;
  /** Of all its cells: tells whether the file has changed since. */
  hash: string;
  values: Values;
}
export interface RefusedRow {
  row: Pick<SheetRow, 'number' | 'raw'>;
  refusal: Refusal;
}

/** Reads every row of a sheet as its mapping says. Rows that cannot be read, that have no key or the key of an earlier row are refused. */
export const draftRows = (
  mapping: Mapping,
  file: FileMapping,
  sheets: ReadonlyMap<FileMapping, Sheet>,
): { drafts: Draft[]; refused: RefusedRow[] } => {
  const sheet = correctedSheet(file, sheets);
  const refused: RefusedRow[] = sheet.unreadable.map(({ number, raw, reason }) => ({
    row: { number, raw },
    refusal: new Refusal(null, reason),
  }));
  const drafts = new Map<string, Draft>();
  const read = rowReader(mapping, file, sheets);
  for (const row of sheet.rows) {
    try {
      const draft = read(row);
      const earlier = drafts.get(draft.key);
      if (earlier) throw new Refusal(null, `与第 ${earlier.row.number} 行的标识「${draft.key}」重复`);
      drafts.set(draft.key, draft);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ row, refusal: error });
    }
  }
  return { drafts: [...drafts.values()], refused };
};

const rowReader = (mapping: Mapping, file: FileMapping, sheets: ReadonlyMap<FileMapping, Sheet>) => {
  const fields: Fields = kindFields[file.kind];
  const sources = Object.keys(file.fields).flatMap((name) => {
    const [source, field] = [sourceOf(file, name), fields[name]];
    return source && field ? [{ name, field, source, busiest: busiestOf(mapping, source.busiest, sheets) }] : [];
  });
  return (row: SheetRow): Draft => {
    const values: Values = {};
    for (const { name, field, source, busiest } of sources) {
      const text = cellText(source, row.cells, busiest);
      if (text === '' && field.required) throw new Refusal(name, `缺少${field.label}`);
      values[name] = readValue(name, field, text, source, mapping.dates);
    }
    return { row, key: keyOf(file, row), hash: hashOf(row), values };
  };
};

const busiestOf = (
  mapping: Mapping,
  busiest: { file: string; column: string; person: string } | undefined,
  sheets: ReadonlyMap<FileMapping, Sheet>,
): BusiestPeople | undefined => {
  const file = busiest && mapping.files.find((one) => one.file === busiest.file);
  return file && busiestPeople(correctedSheet(file, sheets).rows, busiest);
};

/** The sheet with the mistakes in its cells corrected; `raw` stays what the file says. */
const correctedSheet = (file: FileMapping, sheets: ReadonlyMap<FileMapping, Sheet>): Sheet => {
  const sheet = sheets.get(file);
  if (!sheet) throw new Error(`${file.file} was not read.`);
  const columns = Object.entries(file.corrections);
  const corrected = (cells: SheetRow['cells']): SheetRow['cells'] => ({
    ...cells,
    ...Object.fromEntries(columns.map(([name, words]) => [name, wordFor(words, cells[name] ?? '')])),
  });
  return { ...sheet, rows: sheet.rows.map((row) => ({ ...row, cells: corrected(row.cells) })) };
};

const longestKey = 120;

const keyOf = (file: FileMapping, row: SheetRow): string => {
  const parts = file.key.map((name) => row.cells[name] ?? '');
  if (parts.every((part) => part === '')) throw new Refusal(null, `缺少标识(${file.key.join('、')})`);
  const key = parts.join(' | ');
  return key.length <= longestKey ? key : `${key.slice(0, longestKey)} ${sha256(key)}`;
};

const hashOf = (row: SheetRow): string => sha256(JSON.stringify(row.raw));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
