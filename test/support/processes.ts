import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/lib/root.mjs';

/** One program of dist/ running as a process of its own. */
export interface Program {
  readonly pid: number;
  /** What it has said so far. */
  log(): string;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

const readyPatience = 60_000;
const stopPatience = 15_000;

/** The programs of this version. */
export const ownDist = join(root, 'dist');

/** Starts NAME.js of a dist folder, as an operator may: from a folder that is not the program's; resolves when it says `ready`. @param logFile where its output goes */
export async function startProgram(
  name: string,
  env: Record<string, string>,
  { ready, logFile, dist = ownDist }: { ready: RegExp; logFile: string; dist?: string | undefined },
): Promise<Program> {
  const file = join(dist, `${name}.js`);
  if (!existsSync(file)) throw new Error(`${file} is missing: npm run build`);
  const output = createWriteStream(logFile);
  await once(output, 'open');
  const child = spawn(process.execPath, ['--enable-source-maps', file], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'development', ...env },
    stdio: ['ignore', output, output],
  });
  const log = (): string => readFileSync(logFile, 'utf8');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    if (hasEnded()) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), stopPatience);
    await exit;
    clearTimeout(force);
  };
  const deadline = Date.now() + readyPatience;
  while (!ready.test(log())) {
    if (hasEnded() || Date.now() > deadline) {
      await ended('SIGKILL');
      throw new Error(`${name} did not start:\n${log().slice(-3000)}`);
    }
    await sleep(50);
  }
  return { pid: child.pid ?? 0, log, stop: () => ended('SIGTERM'), kill: () => ended('SIGKILL') };
}

/** Runs NAME.js of a dist folder to its end. @returns what it printed */
export async function runProgram(
  name: string,
  env: Record<string, string>,
  args: string[],
  dist = ownDist,
): Promise<string> {
  const child = spawn(process.execPath, ['--enable-source-maps', join(dist, `${name}.js`), ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complaint, [code]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, 'exit'),
  ]);
  if (code !== 0) throw new Error(`${name} failed:\n${Buffer.concat(complaint as Buffer[]).toString()}`);
  return Buffer.concat(said as Buffer[]).toString();
}
