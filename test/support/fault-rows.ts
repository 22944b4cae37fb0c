import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/lib/root.mjs';

/** What one scenario counted: printed at the end of a run and kept in `test/faults/README.md`. */
export interface FaultRow {
  scenario: string;
  rounds: number;
  counts: Record<string, number | string>;
}

/** One file per run: the processes of a run inherit its name. */
const file = (process.env['FAULT_ROWS'] ??= join(root, '.data', `faults-${process.pid}.jsonl`));

/** The full form is `npm run faults`; `npm test` runs a short one so that it cannot rot. */
export const isFullForm = process.env['FAULT_FORM'] === 'full';

/** How often to repeat: FAULT_ROUNDS overrides the full form's own number. */
export const roundsOf = ({ full, short }: { full: number; short: number }): number =>
  isFullForm ? Number(process.env['FAULT_ROUNDS'] ?? full) : short;

/** Hands in the row of a scenario; called before its assertions, so that a failing run shows its counts as well. */
export function recordRow(row: FaultRow): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

export const forgetRows = (): void => rmSync(file, { force: true });

export const readRows = (): FaultRow[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as FaultRow)
    : [];

/** `acknowledged 1,204 · lost 0 · slowest 812 ms` */
export const wordCounts = (counts: FaultRow['counts']): string =>
  Object.entries(counts)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : value}`)
    .join(' · ');
