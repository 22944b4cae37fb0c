import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Children, endLeftovers } from './children.mjs';
import { endCommands, run } from './command.mjs';
import { Failure } from './failure.mjs';
import { alreadyRunning, childDied, portTaken } from './failures.mjs';
import { tryLock } from './file-lock.mjs';
import { stopMariadb } from './mariadb.mjs';
import { isPortFree } from './ports.mjs';
import { programLine } from './children.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */

/** Owns everything that `npm start` leaves running, and stops it in order. */
export class Supervisor {
  /** @type {(() => void) | undefined} */
  #unlock;
  #usesPrivateDatabase = false;
  #stopping = new AbortController();

  /** Aborted as soon as stopping begins, with the reason. */
  get signal() {
    return this.#stopping.signal;
  }

  /** @param {string} root @param {Settings} settings */
  constructor(root, settings) {
    this.root = root;
    this.settings = settings;
    this.children = new Children(root, settings.dataDir, (name, why) => this.#stopping.abort(childDied(name, why)));
    /** Resolves with the reason once something asks to stop: a signal's name or a Failure. */
    this.stopAsked = new Promise((resolve) => {
      this.signal.addEventListener('abort', () => resolve(this.signal.reason), { once: true });
    });
  }

  /** Takes the data folder for us, ends what a killed predecessor left, and makes sure of the ports. */
  async takeOver() {
    const { dataDir, port, simulatorPort, isSimulated } = this.settings;
    const lock = tryLock(join(dataDir, 'start.lock'));
    if ('holder' in lock) throw alreadyRunning(dataDir, lock.holder);
    this.#unlock = lock.release;
    const ended = await endLeftovers(this.root, dataDir);
    if (!(await isPortFree(port, '0.0.0.0'))) throw portTaken(port, 'PORT');
    if (isSimulated && !(await isPortFree(simulatorPort))) throw portTaken(simulatorPort, 'SIMULATOR_PORT');
    return ended > 0 ? `清理了上次遗留的 ${ended} 个进程` : '';
  }

  /** From now on stopping includes the private database. */
  ownDatabase() {
    this.#usesPrivateDatabase = true;
  }

  /**
   * Runs dist/NAME.js to its end, if the build made one.
   * @param {string} name
   * @param {NodeJS.ProcessEnv} env
   * @param {string[]} [args]
   */
  async runProgram(name, env, args = []) {
    const line = programLine(this.root, this.settings.dataDir, name);
    if (!existsSync(String(line[0]))) return;
    const { code, output } = await run(process.execPath, ['--enable-source-maps', ...line, ...args], {
      cwd: this.root,
      env,
    });
    this.signal.throwIfAborted();
    if (code !== 0) throw new Failure(`${name} 执行失败。`, `${name} failed:\n${output.trim().slice(-3000)}`);
  }

  /** Asks to stop; the second time nothing is waited for any more. @param {NodeJS.Signals} name */
  interrupt(name) {
    if (this.signal.aborted) this.#killNow();
    this.#stopping.abort(name);
    endCommands();
  }

  /** Product first, then the simulator it talks to, then the database under both. */
  async stop() {
    this.#stopping.abort('stop');
    endCommands();
    await this.children.stopAll();
    if (this.#usesPrivateDatabase) await stopMariadb(this.#databaseFolder);
    this.#unlock?.();
  }

  get #databaseFolder() {
    return join(this.settings.dataDir, 'mariadb');
  }

  #killNow() {
    this.children.killAll();
    this.#unlock?.();
    process.exit(130);
  }
}
