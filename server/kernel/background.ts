import type { Work } from './work.ts';

const running = new Map<string, Promise<void>>();
const again = new Set<string>();

/**
 * Starts work that is too long for a reaction or a job, which then need not wait for it. One at a time per name in this process, once
 * more after it when asked meanwhile; what must not run twice in the company takes a lease (see lease.ts). A crash forgets it: whoever starts it here also has a job that finds
 * what was left unfinished. Failures are logged.
 */
export const inBackground = (work: Pick<Work, 'log'>, name: string, body: () => Promise<void>): void => {
  if (running.has(name)) return void again.add(name);
  const untilNobodyAsks = async (): Promise<void> => {
    do {
      again.delete(name);
      await body();
    } while (again.has(name));
  };
  const ended = untilNobodyAsks()
    .catch((error: unknown) =>
      work.log.error({ name, error: error instanceof Error ? error.stack : String(error) }, 'background work failed'),
    )
    .finally(() => running.delete(name));
  running.set(name, ended);
};

/** Resolves when nothing runs in the background; true when it had to wait. */
export const backgroundIdle = async (): Promise<boolean> => {
  const waited = running.size > 0;
  while (running.size > 0) await Promise.all(running.values());
  return waited;
};
