import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from './bundle.mjs';
import { run } from './command.mjs';
import { programFailed } from './failures.mjs';
import { hashOf, isStamped, writeStamp } from './stamp.mjs';

const sources = ['server', 'bot', 'simulator', 'h5', 'migrations', 'scripts', 'package.json', 'package-lock.json'];
const pages = ['h5', 'simulator/web'];

/**
 * Builds programs and pages into dist/, unless dist/ was built from exactly these sources.
 * @param {string} root
 * @param {(detail: string) => void} report
 */
export async function buildProduct(root, report) {
  const stamp = join(root, 'dist', '.stamp');
  const hash = hashOf(root, sources);
  if (isStamped(stamp, hash)) return;
  rmSync(stamp, { force: true });
  report('server, bot, simulator');
  await bundlePrograms(root);
  report(pages.join(', '));
  await Promise.all(pages.map((page) => buildPage(root, page)));
  writeStamp(stamp, hash);
}

/** @param {string} root @param {string} page folder with a vite.config.ts */
async function buildPage(root, page) {
  if (!existsSync(join(root, page, 'index.html'))) return;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(root, page, 'vite.config.ts');
  // An inherited NODE_ENV (the test runner sets one) would give a development build.
  const env = { NODE_ENV: 'production' };
  const { code, output } = await run(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'warn'], {
    cwd: root,
    env,
  });
  if (code !== 0) throw programFailed(`vite build ${page}`, output.trim());
}
