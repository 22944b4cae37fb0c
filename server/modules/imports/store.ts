import { column, table } from '../../kernel/table.ts';
import type { KindName } from './kinds/fields.ts';
import type { Counts, RunState } from './run.ts';

export const importRuns = table('import_runs', {
  id: column.id(),
  source: column.text(),
  state: column.text<RunState>(),
  files: column.json<string[]>(),
  /** By file and kind. */
  counts: column.json<Record<string, Counts>>(),
  startedAt: column.instant(),
  finishedAt: column.nullable(column.instant()),
});

/** Which row of which source became which record. */
export const importRows = table('import_rows', {
  source: column.text(),
  kind: column.text<KindName>(),
  rowKey: column.text(),
  recordId: column.id(),
  rowHash: column.text(),
  runId: column.id(),
});
