import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Children, endLeftovers, lastLines, programLine } from './children.mjs';
import { endCommands, run } from './command.mjs';
import { claimDataFolder } from './data-folder.mjs';
import { childDied, portTaken, programFailed } from './failures.mjs';
import { stopMariadb } from './mariadb.mjs';
import { isPortFree } from './ports.mjs';

/** @typedef {import('./settings.mjs').Settings} Settings */

/** Owns everything that `npm start` leaves running, and stops it in order. */
export class Supervisor {
  /** @type {import('./data-folder.mjs').DataFolderClaim | undefined} */
  #claim;
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
    this.children = new Children(root, settings.dataDir, (failure) => this.#stopping.abort(failure));
    /** Resolves with the reason once something asks to stop: a signal's name or a Failure. */
    this.stopAsked = new Promise((resolve) => {
      this.signal.addEventListener('abort', () => resolve(this.signal.reason), { once: true });
    });
  }

  /** Takes the data folder for us, ends what a killed predecessor left, and makes sure of the ports. */
  async takeOver() {
    const { dataDir, port, simulatorPort, isSimulated } = this.settings;
    this.#claim = await claimDataFolder(dataDir);
    const ended = await endLeftovers(this.root, dataDir);
    if (!(await isPortFree(port, '0.0.0.0'))) throw portTaken(port, 'PORT');
    if (isSimulated && !(await isPortFree(simulatorPort))) throw portTaken(simulatorPort, 'SIMULATOR_PORT');
    return ended > 0 ? `清理了上次遗留的 ${ended} 个进程` : '';
  }

  /**
   * From now on stopping includes the private database, and its unexpected end stops everything.
   * @param {Promise<string>} ended how it ended
   */
  ownDatabase(ended) {
    this.#usesPrivateDatabase = true;
    const log = join(this.#databaseFolder, 'error.log');
    void ended.then((how) => this.#stopping.abort(childDied('MariaDB', how, log, lastLines(log, 10))));
  }

  /**
   * Runs dist/NAME.js to its end, if the build made one. Lines it prints that end in `3/40` say how far it is.
   * @param {string} name
   * @param {NodeJS.ProcessEnv} env
   * @param {string[]} [args]
   * @param {(detail: string) => void} [report]
   */
  async runProgram(name, env, args = [], report) {
    const line = programLine(this.root, this.settings.dataDir, name);
    if (!existsSync(String(line[0]))) return;
    const { code, output } = await run(process.execPath, ['--enable-source-maps', ...line, ...args], {
      cwd: this.root,
      env,
      onLine: (text) => /\d+\/\d+$/.test(text) && report?.(text),
    });
    this.signal.throwIfAborted();
    if (code !== 0) throw programFailed(name, output.trim().slice(-3000));
  }

  /** Asks to stop. @param {string} reason */
  interrupt(reason) {
    this.#claim?.markStopping();
    this.#stopping.abort(reason);
    endCommands();
  }

  /** Whether there is anything to stop. */
  get isRunning() {
    return this.#usesPrivateDatabase || this.children.count > 0;
  }

  /** Product first, then the simulator it talks to, then the database under both. */
  async stop() {
    this.interrupt('stop');
    await this.children.stopAll();
    if (this.#usesPrivateDatabase) await stopMariadb(this.#databaseFolder);
    this.#claim?.release();
  }

  /** Waits for nothing any more; the database recovers at the next start. */
  kill() {
    this.children.killAll();
    this.#claim?.release();
  }

  get #databaseFolder() {
    return join(this.settings.dataDir, 'mariadb');
  }
}
