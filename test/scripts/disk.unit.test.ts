import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureDiskSpace } from '../../scripts/lib/disk.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the folder and those above it are made, and may be there already', () => {
  const deep = join(folder, 'a', 'b');
  ensureDiskSpace(deep, 0);
  ensureDiskSpace(deep, 0);
  expect(existsSync(deep)).toBe(true);
});

test('a file in the place of the folder, or of one above it, is refused in words', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => ensureDiskSpace(file, 0)).toThrow('无法写入目录');
  expect(() => ensureDiskSpace(join(file, 'data'), 0)).toThrow('无法写入目录');
});

test('too little room is refused with what is left and what is needed', () => {
  expect(() => ensureDiskSpace(folder, 2 ** 40)).toThrow(/只剩 \d+ MB，至少需要 1099511627776 MB/);
});

test.runIf(existsSync('/proc/self'))('a file system that makes no folders is refused at once', () => {
  // In a process of its own: what this guards against is a loop that nothing inside the process could end.
  const disk = new URL('../../scripts/lib/disk.mjs', import.meta.url).href;
  const script = `import(${JSON.stringify(disk)}).then((it) => it.ensureDiskSpace('/proc/nope/data', 0)).catch((e) => console.log(e.message))`;
  const output = execFileSync(process.execPath, ['-e', script], { timeout: 10_000, killSignal: 'SIGKILL' });
  expect(output.toString()).toContain('无法写入目录 /proc/nope/data（ENOENT）');
});
