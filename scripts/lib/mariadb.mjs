import { spawn, execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ensureDiskSpace } from './disk.mjs';
import { endProcess } from './ending.mjs';
import { mariadbDidNotStart } from './failures.mjs';
import { findByCommandLine } from './identity.mjs';
import { initFile, optionFile, temporaryFolder } from './mariadb-config.mjs';
import { freePort, isDatabaseGreeting } from './ports.mjs';
import { databaseAccount, isRoot } from './system-account.mjs';

/** @typedef {import('./mariadb-config.mjs').Instance} Instance */
/** @typedef {import('./mariadb-binaries.mjs').Binaries} Binaries */
/** @typedef {{ port: number, pid: number, url: string }} Running */

const startPatience = 60_000;
const stopPatience = 30_000;

/**
 * Starts the private server of a folder, creating its data on the first time. One that was left running in the same folder
 * is ended first; data left by a crash is recovered by the server itself.
 * @param {Instance} instance
 * @param {Binaries} binaries
 * @returns {Promise<Running & { ended: Promise<string> }>} url without trailing slash: append `/name` of a database; ended
 *   tells how it ended, whenever it does
 */
export async function startMariadb(instance, binaries) {
  const { folder } = instance;
  ensureDiskSpace(join(folder, '..'), 600);
  await stopMariadb(folder);
  const account = databaseAccount(folder);
  for (const own of [folder, temporaryFolder(folder)]) {
    mkdirSync(own, { recursive: true, mode: 0o750 });
    if (isRoot) chownSync(own, account.uid, account.gid);
  }
  await createData(folder, account, binaries);
  const port = await freePort(rememberedPort(folder));
  writePrivate(join(folder, 'my.cnf'), optionFile(instance, port), account);
  writePrivate(join(folder, 'init.sql'), initFile(instance), account);
  writePrivate(join(folder, 'port'), String(port), account);
  const { pid, ended } = await launch(folder, account, binaries, port);
  return { port, pid, ended, url: urlOf(instance, port) };
}

/**
 * The server of a folder when it runs and answers.
 * @param {Instance} instance
 * @returns {Promise<Running | undefined>}
 */
export async function findRunningMariadb(instance) {
  const [pid] = serverPids(instance.folder);
  const port = rememberedPort(instance.folder);
  if (!pid || !port || !(await isDatabaseGreeting(port))) return undefined;
  return { port, pid, url: urlOf(instance, port) };
}

/**
 * Ends the server of a folder, if one runs, giving it time to write everything down.
 * @param {string} folder
 */
export async function stopMariadb(folder) {
  await Promise.all(serverPids(folder).map((pid) => endProcess(pid, stopPatience)));
}

/** @param {string} folder */
function serverPids(folder) {
  return findByCommandLine('mariadbd', `--defaults-file=${join(folder, 'my.cnf')}`);
}

/** @param {Instance} instance @param {number} port */
function urlOf({ user, password }, port) {
  return `mysql://${user}:${password}@127.0.0.1:${port}`;
}

/** @param {string} folder */
function rememberedPort(folder) {
  const path = join(folder, 'port');
  return existsSync(path) ? Number(readFileSync(path, 'utf8')) || undefined : undefined;
}

/** @param {string} path @param {string} content @param {import('./system-account.mjs').Account} account */
function writePrivate(path, content, { uid, gid }) {
  writeFileSync(path, content, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (isRoot) chownSync(path, uid, gid);
}

/**
 * Creates the data folder beside its final place and renames it, so that an interrupted creation starts over.
 * @param {string} folder
 * @param {import('./system-account.mjs').Account} account
 * @param {Binaries} binaries
 */
async function createData(folder, account, { installer }) {
  const data = join(folder, 'data');
  if (existsSync(data)) return;
  const draft = join(folder, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  const fixed = ['--no-defaults', '--skip-test-db', '--skip-name-resolve', '--auth-root-authentication-method=socket'];
  const flags = [...fixed, `--auth-root-socket-user=${account.name}`, `--datadir=${draft}`, `--user=${account.name}`];
  try {
    await promisify(execFile)(installer, flags, { ...privileges(account), cwd: folder });
  } catch (error) {
    throw mariadbDidNotStart(folder, lastLine(error instanceof Error ? error.message : String(error)), draft);
  }
  renameSync(draft, data);
}

/**
 * @param {string} folder
 * @param {import('./system-account.mjs').Account} account
 * @param {Binaries} binaries
 * @param {number} port
 */
async function launch(folder, account, { server }, port) {
  rmSync(join(folder, 'error.log'), { force: true });
  const flags = [`--defaults-file=${join(folder, 'my.cnf')}`, ...(account.uid === 0 ? ['--user=root'] : [])];
  // A session of its own keeps Ctrl-C of the terminal away from it: it is stopped last, by us.
  const child = spawn(server, flags, { ...privileges(account), cwd: folder, detached: true, stdio: 'ignore' });
  child.unref();
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
  const deadline = Date.now() + startPatience;
  while (child.pid && Date.now() < deadline) {
    const state = await Promise.race([isDatabaseGreeting(port), ended.then(() => 'ended')]);
    if (state === true) return { pid: child.pid, ended };
    if (state === 'ended') break;
    await Promise.race([sleep(30), ended]);
  }
  throw mariadbDidNotStart(folder, reasonInLog(folder), join(folder, 'error.log'));
}

/** @param {import('./system-account.mjs').Account} account */
function privileges({ uid, gid }) {
  return isRoot && uid !== 0 ? { uid, gid } : {};
}

/** @param {string} folder */
function reasonInLog(folder) {
  const path = join(folder, 'error.log');
  if (!existsSync(path)) return 'it wrote no log';
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.find((line) => line.includes('[ERROR]')) ?? lines.at(-1) ?? 'its log is empty';
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
