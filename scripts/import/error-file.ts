import { writeFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import type { RowProblem } from '../../server/modules/imports/index.ts';

const columns = ['文件', '行号', '列', '原因', '原始行'];

/** The rows that were not imported as a CSV that spreadsheets open: file, row as they count, column, reason, and the row as it was. */
export const writeErrorFile = async (path: string, problems: readonly RowProblem[]): Promise<void> => {
  const rows = problems.map(({ file, number, column, reason, raw }) => [
    file,
    number,
    column ?? '',
    reason,
    stringify([raw]).trimEnd(),
  ]);
  await writeFile(path, stringify([columns, ...rows], { bom: true, escape_formulas: true }));
};
