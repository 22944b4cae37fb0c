import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { ensureDiskSpace } from './disk.mjs';
import { dependenciesNotInstalled } from './failures.mjs';

/** @typedef {{ version?: string, optional?: boolean, dev?: boolean, peer?: boolean, link?: boolean }} LockedPackage */

/**
 * Installs exactly what the lock file says, unless that is what is there.
 * @param {string} root
 * @param {(detail: string) => void} report
 * @returns {Promise<string>} a note for the reader
 */
export async function installDependencies(root, report) {
  if (isInstalled(root)) return '';
  ensureDiskSpace(root, 800);
  const total = countExpected(root);
  const timer = setInterval(() => report(`${Math.min(countArrived(root), total)}/${total}`), 500);
  const [file, args] = npmCommand();
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await run(file, [...args, ...flags], { cwd: root });
  clearInterval(timer);
  if (code !== 0) throw dependenciesNotInstalled(output.trim().split('\n').slice(0, 5).join(' | '));
  return `${total} 个包`;
}

/**
 * Whether node_modules holds every package of the lock file in its version. npm writes its own list of what it installed as
 * the last thing, so an interrupted installation does not pass. Packages for other platforms may be absent.
 * @param {string} root
 */
export function isInstalled(root) {
  const installed = lockedPackages(root, 'node_modules/.package-lock.json');
  return Object.entries(lockedPackages(root, 'package-lock.json')).every(
    ([path, { version, optional }]) => installed[path]?.version === version || (optional && !installed[path]),
  );
}

/** @param {string} root @param {string} file @returns {Record<string, LockedPackage>} */
function lockedPackages(root, file) {
  const path = join(root, file);
  if (!existsSync(path)) return {};
  const { '': _ourselves, ...packages } = JSON.parse(readFileSync(path, 'utf8')).packages;
  return packages;
}

/** Folders npm will make at the top of node_modules, those for other platforms left out. @param {string} root */
function countExpected(root) {
  const entries = Object.entries(lockedPackages(root, 'package-lock.json'));
  return entries.filter(([path, { optional }]) => !optional && path.lastIndexOf('node_modules/') === 0).length;
}

/** How many of them have arrived: npm makes the folders first and fills them as packages come in. @param {string} root */
function countArrived(root) {
  const folder = join(root, 'node_modules');
  if (!existsSync(folder)) return 0;
  const names = readdirSync(folder).flatMap((name) =>
    name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => join(name, inner)) : [name],
  );
  return names.filter((name) => existsSync(join(folder, name, 'package.json'))).length;
}

/** The npm that started us, else the one on the PATH. @returns {[string, string[]]} */
function npmCommand() {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
}
