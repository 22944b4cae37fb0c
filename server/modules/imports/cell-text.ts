import type { FieldSource } from './mapping.ts';
import type { SheetRow } from './sheet.ts';

/** For each text of a column in another file, the person named most often beside it. */
export type BusiestPeople = ReadonlyMap<string, string>;

/** The text a field gets from a row, before it is read as a date, an amount and so on. */
export const cellText = (source: FieldSource, cells: SheetRow['cells'], busiest?: BusiestPeople): string => {
  const found = rawText(source, cells);
  const person = busiest ? (busiest.get(found) ?? '') : found;
  const worded = wordFor(source.values, person);
  const bounded = source.upTo && worded !== '' ? boundedText(source.upTo, worded) : worded;
  return bounded === '' ? (source.otherwise ?? '') : bounded;
};

/** The word a table gives for a text, else the text itself. */
export const wordFor = (words: Record<string, string> | undefined, text: string): string =>
  words && Object.hasOwn(words, text) ? (words[text] ?? text) : text;

const rawText = ({ column, value, template }: FieldSource, cells: SheetRow['cells']): string => {
  if (value !== undefined) return value;
  if (column !== undefined) return cells[column] ?? '';
  return (template ?? '')
    .replace(/\{([^{}]+)\}/g, (_, name: string) => cells[name] ?? '')
    .replace(/[ \t]+/g, ' ')
    .trim();
};

/** What is not a number stays as it is and is refused by the field. */
const boundedText = (bounds: NonNullable<FieldSource['upTo']>, text: string): string => {
  const number = Number(text.replace(/[,\s]/g, ''));
  if (!Number.isFinite(number)) return text;
  return bounds.find(({ bound }) => bound === undefined || number <= bound)?.value ?? text;
};

/** Who has most rows for each text of a column; between equals the first by name. */
export const busiestPeople = (rows: readonly SheetRow[], by: { column: string; person: string }): BusiestPeople => {
  const counts = new Map<string, Map<string, number>>();
  for (const { cells } of rows) {
    const [text, person] = [cells[by.column], cells[by.person]];
    if (!text || !person) continue;
    const people = counts.get(text) ?? new Map<string, number>();
    counts.set(text, people.set(person, (people.get(person) ?? 0) + 1));
  }
  return new Map([...counts].map(([text, people]) => [text, most(people)]));
};

const most = (people: ReadonlyMap<string, number>): string =>
  [...people].sort(([one, few], [other, many]) => many - few || one.localeCompare(other))[0]?.[0] ?? '';
