import { setTimeout as sleep } from 'node:timers/promises';
import { whileHolding } from '../../kernel/lease.ts';
import type { Work } from '../../kernel/work.ts';

const leaseMs = 15_000;
const patienceMs = 60_000;

/** Somebody else imports the same source and goes on doing so. */
export class BusyError extends Error {}

/** Runs the body as the only importer of a source. One that died is waited for until its lease has run out. */
export const whileImporting = async <T>(
  work: Work,
  source: string,
  listener: { waits(): void },
  body: (isHeld: () => boolean) => Promise<T>,
): Promise<T> => {
  const deadline = Date.now() + patienceMs;
  for (let waited = false; ; waited = true) {
    const result: T[] = [];
    const held = await whileHolding(work.db, `import:${source}`, leaseMs, async (isHeld) => {
      result.push(await body(isHeld));
    });
    if (held) return result[0] as T;
    if (Date.now() > deadline) throw new BusyError(`「${source}」正在由另一个进程导入,请等它结束`);
    if (!waited) listener.waits();
    await sleep(500);
  }
};
