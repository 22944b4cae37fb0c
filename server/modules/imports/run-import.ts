import { inTransaction, treatAsRoot } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { beginRun } from './commands/begin-run.ts';
import { finishRun } from './commands/finish-run.ts';
import { importFiles, type ImportRequest, type ImportSummary } from './import-files.ts';
import { columnsNeeded } from './mapping.ts';
import { FileError } from './read-file.ts';
import { whileImporting } from './while-importing.ts';

/**
 * Imports every row of the mapped files, in batches of one transaction each; what was imported before is left alone, so a run that
 * died is simply repeated. Every row ends up counted: as created, unchanged, changed since, or failed with its reason.
 */
export const runImport = async (work: Work, request: ImportRequest): Promise<ImportSummary> => {
  ensureColumns(request);
  return whileImporting(work, request.mapping.source, request.listener, async (isHeld) => {
    const files = request.mapping.files.map((one) => one.file);
    const run = await inTransaction(work, (inner) => beginRun(inner, { source: request.mapping.source, files }));
    if (run.continues) request.listener.continues();
    const summary = await importFiles(work, request, run.id, isHeld);
    const counts = Object.fromEntries(summary.files.map((one) => [`${one.file} ${one.kind}`, one.counts]));
    await inTransaction(work, (inner) => finishRun(inner, { id: run.id, source: request.mapping.source, counts }));
    return summary;
  });
};

/** The same, with everything it wrote taken back at the end: what would happen, by the same rules on the same data. */
export const rehearseImport = async (work: Work, request: ImportRequest): Promise<ImportSummary> => {
  ensureColumns(request);
  let summary: ImportSummary | null = null;
  await inTransaction(work, async (inner) => {
    treatAsRoot(inner.db);
    summary = await importFiles(inner, request, inner.nextId(), () => true);
    throw new Rehearsed();
  }).catch((error: unknown) => {
    if (!(error instanceof Rehearsed)) throw error;
  });
  if (!summary) throw new Error('The rehearsal ended without a summary.');
  return summary;
};
class Rehearsed extends Error {}

/** Refuses files without the columns their mapping speaks of. */
const ensureColumns = ({ mapping, sheets }: ImportRequest): void => {
  const complaints = mapping.files.flatMap((file) => {
    const columns = sheets.get(file)?.columns ?? [];
    const missing = columnsNeeded(file).filter((name) => !columns.includes(name));
    return missing.length > 0 ? [`${file.file} 没有这些列:${missing.join('、')}。现有的列:${columns.join('、')}`] : [];
  });
  if (complaints.length > 0) throw new FileError(complaints.join('\n'));
};
