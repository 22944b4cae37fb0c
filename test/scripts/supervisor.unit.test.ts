import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../scripts/lib/settings.mjs';
import { Supervisor } from '../../scripts/lib/supervisor.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'crm-supervisor-'));
  mkdirSync(join(root, 'dist'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const runs = async (program: string) => {
  writeFileSync(join(root, 'dist/demo.js'), program);
  const told: string[] = [];
  const supervisor = new Supervisor(root, readSettings(root, {}, []));
  await supervisor.runProgram('demo', {}, [], (detail) => told.push(detail));
  return told;
};

test('a program tells how far it is with lines that end in a count', async () => {
  const program = `for (const line of ['读取人员 75/1500', 'a warning', '3/40', 'see 1/2 of it']) console.log(line)`;
  expect(await runs(program)).toEqual(['读取人员 75/1500', '3/40']);
});

test('a program that fails is a refusal with what it printed', async () => {
  await expect(runs(`console.error('no such tenant'); process.exitCode = 3;`)).rejects.toThrow(
    /^demo 执行失败。\n\(demo failed\.\)\nno such tenant$/,
  );
});
