import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';

/** Those which need no pages built: what rots first. `npm run bench -- --quick` runs all. */
const ids = ['P1', 'P2', 'P3', 'P4', 'P5', 'P7', 'memory'];

interface Line {
  id: string;
  ratio: number;
  floor: number;
  product: number;
  unit: string;
  n: number;
}
const lines: Line[] = [];

beforeAll(async () => {
  const args = ['scripts/tsx.mjs', 'bench/run.ts', '--quick', '--json', ...ids];
  const env = { ...process.env, BENCH_POOL: '512M' };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env, maxBuffer: 2 ** 24 });
  for (const line of stdout.split('\n')) if (line.startsWith('{"id"')) lines.push(JSON.parse(line) as Line);
});

it.each(ids)('measures %s against its floor', (id) => {
  const figures = lines.filter((line) => line.id.split('.')[0] === id);
  expect(figures).not.toEqual([]);
  for (const { floor, product, ratio, unit, n } of figures) {
    expect(Number.isFinite(ratio)).toBe(true);
    expect([floor, product].every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
    expect(unit).not.toBe('');
    expect(n).toBeGreaterThan(0);
  }
});
