/** A row of a file as it was read. */
export interface SheetRow {
  /** As a spreadsheet counts: the header is 1. */
  number: number;
  cells: Record<string, string>;
  /** All cells in the file's order, for reporting. */
  raw: string[];
}

/** A file (one sheet of it) with its rows; blank rows are left out, rows that cannot be read are named. */
export interface Sheet {
  file: string;
  columns: string[];
  rows: SheetRow[];
  unreadable: { number: number; raw: string[]; reason: string }[];
}

/** Makes a sheet of a header and what is below it. Cells are trimmed; columns without a name are left out. */
export const sheetOf = (file: string, table: readonly (readonly string[])[]): Sheet => {
  const [header = [], ...lines] = table.map((line) => line.map((cell) => cell.trim()));
  const sheet: Sheet = { file, columns: header.filter(Boolean), rows: [], unreadable: [] };
  lines.forEach((raw, index) => {
    if (raw.every((cell) => cell === '')) return;
    const number = index + 2;
    const overlong = raw.slice(header.length).some((cell) => cell !== '');
    if (overlong)
      sheet.unreadable.push({ number, raw, reason: `这一行有 ${raw.length} 列,表头只有 ${header.length} 列` });
    else sheet.rows.push({ number, cells: cellsOf(header, raw), raw });
  });
  return sheet;
};

const cellsOf = (header: readonly string[], raw: readonly string[]): Record<string, string> =>
  Object.fromEntries(header.flatMap((name, index) => (name ? [[name, raw[index] ?? '']] : [])));
