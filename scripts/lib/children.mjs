import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './ending.mjs';
import { childDied } from './failures.mjs';
import { findByCommandLine } from './identity.mjs';

/** @typedef {{ name: string, patience: number, process: import('node:child_process').ChildProcess, log: string }} Child */

/**
 * The long-running programs of the product. They carry the data folder on their command line, which is how the next start
 * recognises the ones that outlived a killed supervisor.
 */
export class Children {
  /** @type {Child[]} */
  #living = [];

  /**
   * @param {string} root
   * @param {string} dataDir
   * @param {(failure: Error) => void} onDeath called when one ends that nobody stopped
   */
  constructor(root, dataDir, onDeath) {
    this.root = root;
    this.dataDir = dataDir;
    this.onDeath = onDeath;
  }

  /**
   * Starts dist/NAME.js with its output in DATA_DIR/logs/NAME.log.
   * @param {string} name
   * @param {NodeJS.ProcessEnv} env added to our own
   * @param {number} patience milliseconds it gets to stop
   */
  start(name, env, patience) {
    const log = freshLog(this.dataDir, name);
    const output = openSync(log, 'a');
    const args = ['--enable-source-maps', ...programLine(this.root, this.dataDir, name)];
    // A session of its own: Ctrl-C reaches the supervisor only, which stops things in order.
    const options = { cwd: this.root, env: { ...process.env, ...env }, detached: true };
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', output, output] });
    closeSync(output);
    const entry = { name, patience, process: child, log };
    this.#living.push(entry);
    child.once('exit', (code, signal) => this.#ended(entry, signal ?? `exit code ${code}`));
    child.once('error', (error) => this.#ended(entry, error.message));
  }

  get count() {
    return this.#living.length;
  }

  /** Stops them one after another, the last started first. */
  async stopAll() {
    for (let child = this.#living.pop(); child; child = this.#living.pop()) {
      if (child.process.pid) await endProcess(child.process.pid, child.patience);
    }
  }

  killAll() {
    for (const { process } of this.#living.splice(0)) process.kill('SIGKILL');
  }

  /** @param {Child} child @param {string} how */
  #ended(child, how) {
    const position = this.#living.indexOf(child);
    if (position < 0) return;
    this.#living.splice(position, 1);
    this.onDeath(childDied(child.name, how, child.log, lastLines(child.log, 15)));
  }
}

/**
 * Ends programs of an earlier start on the same data folder whose supervisor was killed. Returns their number.
 * @param {string} root
 * @param {string} dataDir
 */
export async function endLeftovers(root, dataDir) {
  const names = ['server', 'bot', 'simulator', 'demo', 'migrate'];
  const pids = names.flatMap((name) => findByCommandLine(`${programLine(root, dataDir, name).join(' ')} `));
  await Promise.all(pids.map((pid) => endProcess(pid, 10_000)));
  return pids.length;
}

/**
 * Script and marker as they stand on the command line.
 * @param {string} root
 * @param {string} dataDir
 * @param {string} name
 */
export function programLine(root, dataDir, name) {
  return [join(root, 'dist', `${name}.js`), `--data-dir=${dataDir}`];
}

/** The log of the previous start is kept as NAME.log.1. @param {string} dataDir @param {string} name */
function freshLog(dataDir, name) {
  const folder = join(dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, `${name}.log`);
  if (existsSync(log)) renameSync(log, `${log}.1`);
  return log;
}

/** @param {string} path @param {number} count */
export function lastLines(path, count) {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
