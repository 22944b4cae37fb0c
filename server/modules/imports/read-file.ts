import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import type { FileMapping } from './mapping.ts';
import { sheetOf, type Sheet } from './sheet.ts';

/** A file that cannot be read at all, said in a sentence. */
export class FileError extends Error {}

/** Reads the file of a mapping from a folder: XLSX by its ending, everything else as CSV in UTF-8 or, failing that, GB 18030. */
export const readMappedFile = async (folder: string, mapping: FileMapping): Promise<Sheet> => {
  const bytes = await readFile(join(folder, mapping.file)).catch(() => {
    throw new FileError(`找不到文件 ${mapping.file}`);
  });
  const table =
    extname(mapping.file).toLowerCase() === '.xlsx' ? await xlsxTable(bytes, mapping) : csvTable(bytes, mapping);
  const sheet = sheetOf(mapping.file, table);
  const duplicate = sheet.columns.find((name, index) => sheet.columns.indexOf(name) !== index);
  if (duplicate) throw new FileError(`${mapping.file} 有两列都叫「${duplicate}」`);
  return sheet;
};

const csvTable = (bytes: Buffer, { file, delimiter }: FileMapping): string[][] => {
  try {
    return parse(textOf(bytes), { bom: true, delimiter, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    throw new FileError(`${file} 不是可以读取的 CSV:${error instanceof Error ? error.message : String(error)}`);
  }
};

const textOf = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

const xlsxTable = async (bytes: Buffer, { file, sheet }: FileMapping): Promise<string[][]> => {
  try {
    const rows = await readSheet(bytes, sheet ?? 1);
    return rows.map((row) => row.map(cellText));
  } catch (error) {
    throw new FileError(`${file} 不是可以读取的 XLSX:${error instanceof Error ? error.message : String(error)}`);
  }
};

/** Dates of a spreadsheet are days at midnight UTC. */
const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
};
