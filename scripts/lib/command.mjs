import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end.
 * @param {string} file
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env] added to our own environment
 * @param {(line: string) => void} [options.onLine] called for every line it prints; those on descriptor 3 included
 * @returns {Promise<{ code: number, output: string }>} output: the last 20,000 characters of what it printed
 */
export function run(file, args, { cwd, env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const collect = (/** @type {string} */ line) => {
      output = `${output}${line}\n`.slice(-20_000);
      onLine?.(line);
    };
    eachLine(child.stdout, collect);
    eachLine(child.stderr, collect);
    eachLine(/** @type {NodeJS.ReadableStream} */ (child.stdio[3]), (line) => onLine?.(line));
    const settle = (/** @type {number} */ code, /** @type {string} */ text) => {
      running.delete(child);
      resolve({ code, output: text });
    };
    child.once('error', (error) => settle(127, error.message));
    child.once('close', (code) => settle(code ?? 1, output));
  });
}

/** Ends every command that still runs; their promises resolve with a non-zero code. */
export function endCommands() {
  for (const child of running) child.kill('SIGTERM');
}

/** @param {NodeJS.ReadableStream | null | undefined} stream @param {(line: string) => void} take */
function eachLine(stream, take) {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  stream?.on('end', () => rest && take(rest));
}
