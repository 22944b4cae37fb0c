import type { Id } from '../../../contract/page.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Batch } from '../batch.ts';
import type { Draft } from '../draft.ts';
import { Refusal } from '../field.ts';
import { writers } from '../kinds/writers.ts';
import { importRows } from '../store.ts';

/** What became of a row of a file. */
export type RowResult = { is: 'created' | 'unchanged' } | { is: 'changed' | 'failed'; refusal: Refusal };

const changedSince = '这一行在上次导入后有改动,系统中已有记录,没有覆盖';

/**
 * Imports some rows of one file: those imported before are left alone, the others become records, and which row became which
 * record is written down in the same transaction. Answers in order.
 */
export const importRowsOf = async (batch: Batch, runId: Id, drafts: readonly Draft[]): Promise<RowResult[]> => {
  const { work, source, file } = batch;
  const known = await knownRows(batch, drafts);
  const fresh = drafts.filter((draft) => !known.has(draft.key));
  const outcomes = await writers[file.kind](batch, fresh);
  const results = new Map<Draft, RowResult>();
  const written: RowOf<typeof importRows>[] = [];
  fresh.forEach((draft, index) => {
    const outcome = outcomes[index];
    if (!outcome) throw new Error('A row was written without an outcome.');
    if (outcome instanceof Refusal) return results.set(draft, { is: 'failed', refusal: outcome });
    if (outcome.created)
      written.push({
        source,
        kind: file.kind,
        rowKey: draft.key,
        recordId: outcome.id,
        rowHash: draft.hash,
        runId,
      });
    return results.set(draft, { is: outcome.created ? 'created' : 'unchanged' });
  });
  await remember(work, written);
  return drafts.map((draft) => results.get(draft) ?? compare(draft, known.get(draft.key)));
};

const remember = async (work: Work, rows: RowOf<typeof importRows>[]): Promise<void> => {
  if (rows.length > 0) await insertMany(work, importRows, rows);
};

const knownRows = async ({ work, source, file }: Batch, drafts: readonly Draft[]): Promise<Map<string, string>> => {
  const keys = drafts.map((draft) => draft.key);
  const rows = await allRows(
    importRows,
    work.db(importRows.name).where({ source, kind: file.kind }).whereIn('row_key', keys),
  );
  return new Map(rows.map((row) => [row.rowKey, row.rowHash]));
};

const compare = (draft: Draft, hash: string | undefined): RowResult =>
  hash === draft.hash ? { is: 'unchanged' } : { is: 'changed', refusal: new Refusal(null, changedSince) };
