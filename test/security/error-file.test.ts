import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { writeErrorFile } from '../../scripts/import/error-file.ts';

const formulas = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '=HYPERLINK("https://evil.example","点我")',
  "=cmd|'/c calc'!A1",
];

it('a formula in an imported file is no formula in the error file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crm-errors-'));
  const path = join(folder, 'errors.csv');
  await writeErrorFile(
    path,
    formulas.map((text, index) => ({ file: text, number: index + 2, column: text, reason: text, raw: [text, '甲'] })),
  );
  const rows: string[][] = parse(await readFile(path, 'utf8'), { bom: true });
  await rm(folder, { recursive: true });
  expect(rows).toHaveLength(formulas.length + 1);
  for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});
