import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProduct } from './build.mjs';
import { run } from './command.mjs';
import { explain } from './failure.mjs';
import { elapsed } from './steps.mjs';
import { tallyOf } from './tally.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/** Static check → program in node_modules and its arguments. */
const commands = {
  types: ['typescript/bin/tsc', '--noEmit'],
  'web-types': ['vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'tsconfig.web.json'],
  lint: ['eslint/bin/eslint.js', '.', '--max-warnings', '0'],
  format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
};

/**
 * Runs one static check and prints what it found once it is done.
 * @param {string} root
 * @param {string} name
 * @returns {Promise<Tally>}
 */
export async function runCheck(root, name) {
  const started = performance.now();
  const complaint = name === 'build' ? await build(root) : await check(root, name);
  const hasPassed = complaint === undefined;
  console.log(`${hasPassed ? '✓' : '✗'} ${name} ${elapsed(started)}${hasPassed ? '' : `\n${complaint}`}`);
  return hasPassed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * Runs Vitest projects with their output on ours.
 * @param {string} root
 * @param {string[]} projects
 * @param {string[]} paths filters on file names
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tally>}
 */
export async function runVitest(root, projects, paths, env) {
  if (projects.length === 0) return { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'crm-tests-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const flags = ['run', '--passWithNoTests', ...reporters, ...projects.map((name) => `--project=${name}`)];
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { code } = await run(process.execPath, [program, ...flags, ...paths], { cwd: root, env, onLine: console.log });
  const tally = tallyOf(report, code);
  rmSync(folder, { recursive: true, force: true });
  return tally;
}

/** @param {string} root @param {string} name @returns {Promise<string | undefined>} complaint */
async function check(root, name) {
  const [program, ...args] = commands[/** @type {keyof typeof commands} */ (name)];
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', String(program)), ...args], {
    cwd: root,
  });
  return code === 0 ? undefined : output.trim();
}

/** @param {string} root @returns {Promise<string | undefined>} complaint */
async function build(root) {
  try {
    await buildProduct(root, () => {});
    return undefined;
  } catch (error) {
    return explain(error);
  }
}
