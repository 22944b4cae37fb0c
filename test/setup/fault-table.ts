import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../../scripts/lib/root.mjs';
import { forgetRows, isFullForm, readRows, wordCounts, type FaultRow } from '../support/fault-rows.ts';

const readme = join(root, 'test', 'faults', 'README.md');

/** Prints one table of everything the run counted; with FAULT_RECORD it also renews those rows in `test/faults/README.md`. */
export function setup(): () => Promise<void> {
  forgetRows();
  return async () => {
    const rows = readRows();
    forgetRows();
    if (rows.length === 0) return;
    const width = Math.max(...rows.map(({ scenario }) => scenario.length));
    const lines = rows.map(
      ({ scenario, rounds, counts }) => `${scenario.padEnd(width)}  ${rounds} ×  ${wordCounts(counts)}`,
    );
    process.stdout.write(`\nFaults (${isFullForm ? 'full' : 'short'} form)\n${lines.join('\n')}\n`);
    if (process.env['FAULT_RECORD']) await renew(rows);
  };
}

const marker = /(<!-- rows -->\n)([\s\S]*?)(<!-- end -->)/;
const head = '| scenario | date | machine | rounds | counted |\n| --- | --- | --- | --- | --- |\n';

/** Rows of scenarios that did not run stay as they are. */
async function renew(rows: FaultRow[]): Promise<void> {
  const text = readFileSync(readme, 'utf8');
  const kept = new Map(
    (marker.exec(text)?.[2] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\| (scenario|-+) /.test(line))
      .map((line) => [line.split('|')[1]?.trim() ?? '', line]),
  );
  for (const row of rows) kept.set(row.scenario, lineOf(row));
  const table = `${head}${[...kept.values()].join('\n')}\n`;
  const renewed = text.replace(marker, (_, open: string, _old, close: string) => `${open}${table}${close}`);
  writeFileSync(readme, await format(renewed, { ...(await resolveConfig(readme)), parser: 'markdown' }));
}

const lineOf = ({ scenario, rounds, counts }: FaultRow): string => {
  const cells = [scenario, new Date().toISOString().slice(0, 10), machine(), String(rounds), wordCounts(counts)];
  return `| ${cells.join(' | ')} |`;
};

const machine = (): string => `${cpus().length} cores, ${process.platform}, Node ${process.versions.node}`;
