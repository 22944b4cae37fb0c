import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number }} Tally */

/** @param {Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  const add = (/** @type {Tally} */ a, /** @type {Tally} */ b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
  });
  return tallies.reduce(add, { passed: 0, failed: 0 });
}

/**
 * Counts a Vitest run from its JSON report. A file that could not even be loaded, and a run that failed without any failing
 * test (an unhandled error, no report), count as one failure each.
 * @param {string} path
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyOf(path, exitCode) {
  if (!existsSync(path)) return { passed: 0, failed: exitCode === 0 ? 0 : 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const broken = testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  return { passed: numPassedTests, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}
