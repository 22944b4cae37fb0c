import type { Logger } from '../server/kernel/log.ts';

export interface Loop {
  /** Runs the body now, or again right after the run that is under way. */
  nudge(): void;
  /** Resolves when the run under way has ended; none follows. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  everyMs: number;
  log: Logger;
  /** One round; true when there may be more to do at once. */
  run(): Promise<boolean>;
}

const longestPauseMs = 15_000;

/** Runs a body again and again: at once while it finds work, else after a pause or a nudge. A failing body is tried again ever more slowly. */
export const startLoop = ({ name, everyMs, log, run }: LoopOptions): Loop => {
  let stopped = false;
  let nudged = false;
  let failures = 0;
  let wake: () => void = () => undefined;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const round = async (): Promise<boolean> => {
    try {
      const more = await run();
      failures = 0;
      return more;
    } catch (error) {
      failures += 1;
      const level = failures === 1 ? 'warn' : 'debug';
      log[level]({ loop: name, failures, error: String(error) }, 'a round failed; it is tried again');
      return false;
    }
  };

  const turn = async (): Promise<void> => {
    while (!stopped) {
      nudged = false;
      const more = await round();
      if (stopped) return;
      const due = failures === 0 && (more || nudged);
      if (!due) await pause(Math.min(everyMs * 2 ** Math.min(failures, 10), Math.max(everyMs, longestPauseMs)));
    }
  };
  const running = turn();

  return {
    nudge: () => {
      nudged = true;
      if (failures === 0) wake();
    },
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
};
