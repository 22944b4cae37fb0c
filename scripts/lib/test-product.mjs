import { ensureBrowser } from './browser.mjs';
import { endCommands } from './command.mjs';
import { installDependencies } from './dependencies.mjs';
import { onInterruption } from './interruption.mjs';
import { ensureMariadb } from './mariadb-install.mjs';
import { root } from './root.mjs';
import { elapsed, step } from './steps.mjs';
import { sum } from './tally.mjs';
import { acquireTestMariadb } from './test-mariadb.mjs';
import { runCheck, runVitest } from './test-runs.mjs';
import { quickProjects, selectTests, slowProjects, staticChecks } from './test-selection.mjs';

/**
 * Installs what the tests need, runs them and prints the count as the last line.
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function testProduct(args) {
  const { names, paths } = selectTests(args);
  const started = performance.now();
  const interruption = new AbortController();
  onInterruption(
    (reason) => {
      interruption.abort(reason);
      endCommands();
    },
    () => process.exit(130),
  );
  await step('安装依赖 (install dependencies)', (report) => installDependencies(root, report));
  const env = names.includes('journeys') ? await browserEnv() : {};
  const database = await openDatabase(names);
  try {
    interruption.signal.throwIfAborted();
    const { passed, failed } = await runAll(names, paths, env, interruption.signal);
    console.log(`\n${elapsed(started)}\n${passed} passed, ${failed} failed`);
    return failed === 0 && !interruption.signal.aborted ? 0 : 1;
  } finally {
    await database?.release();
  }
}

/**
 * Static checks run beside the quick tests, the journeys afterwards on what the build made.
 * @param {string[]} names
 * @param {string[]} paths
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} signal
 */
async function runAll(names, paths, env, signal) {
  const chosen = (/** @type {string[]} */ group) => group.filter((name) => names.includes(name));
  // The build is cheap when nothing changed, and journeys and faults on an old one would tell nothing.
  const checks = staticChecks.filter(
    (name) => names.includes(name) || (name === 'build' && slowProjects.some((slow) => names.includes(slow))),
  );
  const tallies = await Promise.all([runChecks(checks, signal), runVitest(root, chosen(quickProjects), paths, env)]);
  if (signal.aborted) return sum(tallies);
  return sum([...tallies, await runVitest(root, chosen(slowProjects), paths, env)]);
}

/** @param {string[]} names @param {AbortSignal} signal */
async function runChecks(names, signal) {
  const tallies = [];
  for (const name of names) {
    if (!signal.aborted) tallies.push(await runCheck(root, name));
  }
  return sum(tallies);
}

async function browserEnv() {
  const path = await step('准备浏览器 (find or install Chromium)', async (report) => ensureBrowser(report));
  return { CHROME_PATH: path };
}

/** Held for the whole run, so that it is not started and stopped by every project. @param {string[]} names */
async function openDatabase(names) {
  const isNeeded = ['integration', 'security', ...slowProjects].some((name) => names.includes(name));
  if (!isNeeded || process.env['TEST_DATABASE_URL']) return undefined;
  await step('准备 MariaDB (find or install MariaDB)', async (report) => void (await ensureMariadb(report)));
  return step('启动测试数据库 (start test MariaDB)', () => acquireTestMariadb(root));
}
