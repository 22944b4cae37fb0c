import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sum, tallyOf } from '../../scripts/lib/tally.mjs';

let folder: string;
const report = () => join(folder, 'report.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-tally-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(numPassedTests: number, numFailedTests: number, testResults: object[]) {
  writeFileSync(report(), JSON.stringify({ numPassedTests, numFailedTests, testResults }));
}

test('tests count one by one', () => {
  write(7, 1, [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]);
  expect(tallyOf(report(), 1)).toEqual({ passed: 7, failed: 1 });
});

test('a file that could not be loaded counts as a failure', () => {
  write(7, 0, [{ status: 'failed', assertionResults: [] }]);
  expect(tallyOf(report(), 1)).toEqual({ passed: 7, failed: 1 });
});

test('a run that failed although every test passed counts as a failure', () => {
  write(7, 0, [{ status: 'passed', assertionResults: [{ status: 'passed' }] }]);
  expect(tallyOf(report(), 1)).toEqual({ passed: 7, failed: 1 });
});

test('a run that broke down before its report counts as a failure', () => {
  expect(tallyOf(report(), 1)).toEqual({ passed: 0, failed: 1 });
});

test('steps add up', () => {
  expect(
    sum([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});
