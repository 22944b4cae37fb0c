import type { Id } from '../../contract/page.ts';
import { isDuplicateKey } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { importRowsOf, type RowResult } from './commands/import-rows.ts';
import { draftRows, type Draft, type RefusedRow } from './draft.ts';
import { Refusal } from './field.ts';
import { kindNames } from './kinds/fields.ts';
import { sourceOf, type FileMapping, type Mapping } from './mapping.ts';
import { parentsFirst } from './parents-first.ts';
import { peopleFinder, type FindPerson } from './people-finder.ts';
import { noCounts, sumOf, type Counts } from './run.ts';
import type { Sheet } from './sheet.ts';

/** A row that did not become a record, and why. */
export interface RowProblem {
  file: string;
  number: number;
  /** The column at fault, when one is. */
  column: string | null;
  reason: string;
  raw: string[];
}
export interface FileSummary {
  file: string;
  kind: FileMapping['kind'];
  rows: number;
  counts: Counts;
}
export interface ImportSummary {
  files: FileSummary[];
  problems: RowProblem[];
}

/** Hears how a run goes on. */
export interface ImportListener {
  /** A run of this source had been interrupted before. */
  continues(): void;
  /** Another process imports the same source: we wait. */
  waits(): void;
  progress(file: FileMapping, done: number, all: number): void;
}

export interface ImportRequest {
  mapping: Mapping;
  sheets: ReadonlyMap<FileMapping, Sheet>;
  listener: ImportListener;
}

const batchSize = 500;

/** Files in the order of their kinds, each in batches of one transaction. Every row is counted and, when it is no record, named. */
export const importFiles = async (
  work: Work,
  request: ImportRequest,
  runId: Id,
  isHeld: () => boolean,
): Promise<ImportSummary> => {
  const summary: ImportSummary = { files: [], problems: [] };
  const findPerson = await peopleFinder(work);
  const inOrder = kindNames.flatMap((kind) => request.mapping.files.filter((file) => file.kind === kind));
  for (const file of inOrder) {
    const { levels, refused } = plan(request, file);
    const counts = { ...noCounts(), failed: refused.length };
    const rows = refused.length + levels.flat().length;
    const problems = refused.map((one) => problemOf(file, one));
    for (const drafts of levels.flatMap(inBatches)) {
      if (!isHeld()) throw new Error('另一个进程接手了这个来源的导入');
      const results = await importBatch(work, { source: request.mapping.source, file, findPerson }, runId, drafts);
      drafts.forEach((draft, index) => count(problems, counts, file, draft, results[index]));
      request.listener.progress(file, sumOf(counts), rows);
    }
    summary.files.push({ file: file.file, kind: file.kind, rows, counts });
    // As a person goes through the file: row by row, whichever step refused them.
    summary.problems = summary.problems.concat(problems.toSorted((one, other) => one.number - other.number));
  }
  return summary;
};

const plan = ({ mapping, sheets }: ImportRequest, file: FileMapping): { levels: Draft[][]; refused: RefusedRow[] } => {
  const { drafts, refused } = draftRows(mapping, file, sheets);
  if (file.kind !== 'customer') return { levels: [drafts], refused };
  const ordered = parentsFirst(drafts, 'parent');
  return { levels: ordered.levels, refused: [...refused, ...ordered.refused] };
};

const inBatches = (drafts: readonly Draft[]): Draft[][] =>
  Array.from({ length: Math.ceil(drafts.length / batchSize) }, (_, index) =>
    drafts.slice(index * batchSize, (index + 1) * batchSize),
  );

/** When an index refuses what the look-ups have let pass, the batch is halved until the row at fault stands alone. */
const importBatch = async (
  work: Work,
  about: { source: string; file: FileMapping; findPerson: FindPerson },
  runId: Id,
  drafts: readonly Draft[],
): Promise<RowResult[]> => {
  try {
    return await inTransaction(work, (inner) => importRowsOf({ ...about, work: inner }, runId, drafts));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    if (drafts.length === 1) return [{ is: 'failed', refusal: new Refusal(null, '与系统中已有的记录重复') }];
    const half = Math.ceil(drafts.length / 2);
    const first = await importBatch(work, about, runId, drafts.slice(0, half));
    return [...first, ...(await importBatch(work, about, runId, drafts.slice(half)))];
  }
};

const count = (
  problems: RowProblem[],
  counts: Counts,
  file: FileMapping,
  draft: Draft,
  result: RowResult | undefined,
): void => {
  if (!result) throw new Error(`Row ${draft.row.number} of ${file.file} has no result.`);
  counts[result.is] += 1;
  if ('refusal' in result) problems.push(problemOf(file, { row: draft.row, refusal: result.refusal }));
};

const problemOf = (file: FileMapping, { row, refusal }: RefusedRow): RowProblem => {
  const source = refusal.field === null ? undefined : sourceOf(file, refusal.field);
  const column = source?.column ?? source?.template ?? null;
  return { file: file.file, number: row.number, column, reason: refusal.message, raw: row.raw };
};
