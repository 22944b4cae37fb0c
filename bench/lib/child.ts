import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../scripts/lib/root.mjs';

/** A program of bench/processes as a process of its own, with what it said when it was ready. */
export interface Child<T> {
  pid: number;
  said: T;
  stop(): Promise<void>;
}

const profiles = join(root, '.data/bench/profiles');

/**
 * Starts bench/processes/NAME.ts with a task and resolves with what it announces.
 * With BENCH_PROFILE set, each leaves a folder of CPU profiles, one per thread, in .data/bench/profiles when it is stopped.
 */
export const startChild = async <T>(name: string, task: unknown): Promise<Child<T>> => {
  const profiling = process.env['BENCH_PROFILE']
    ? ['--cpu-prof', `--cpu-prof-dir=${join(profiles, `${name}-${Date.now()}`)}`]
    : [];
  const program = [join(root, 'scripts/tsx.mjs'), join(root, 'bench/processes', `${name}.ts`)];
  const child = spawn(process.execPath, [...profiling, ...program, JSON.stringify(task)], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  // A measurement that fails leaves nobody behind.
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  void exit.then(() => process.off('exit', abandon));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exit;
  };
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), exit.then(() => [null])])) as [
    string | null,
  ];
  if (line === null) throw new Error(`bench/processes/${name} ended before it was ready.`);
  return { pid: child.pid ?? 0, said: JSON.parse(line) as T, stop };
};

/** Runs bench/processes/NAME.ts to its end and gives what it announced. */
export const runChild = async <T>(name: string, task: unknown): Promise<T> => {
  const child = await startChild<T>(name, task);
  await child.stop();
  return child.said;
};
