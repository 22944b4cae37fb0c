import { ChatError } from '../../../../server/ports/chat.ts';
import { callLimits, frequencyWindows, type FrequencyWindow } from '../limits.ts';

interface Block {
  window: FrequencyWindow;
  until: number;
}

/** Keeps calls of one path few at a time, and none while the platform has the path blocked for its frequency. */
export class Gate {
  readonly #clock: { now(): Date };
  readonly #running = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #blocks = new Map<string, Block>();

  constructor(clock: { now(): Date }) {
    this.#clock = clock;
  }

  /** Runs the work when one of the key's places is free. @throws ChatError `rate_limited` while the key is blocked. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    await this.#enter(key);
    try {
      this.#refuseBlocked(key);
      return await work();
    } finally {
      this.#leave(key);
    }
  }

  /** Closes the key after a 45009; answers for how many milliseconds. */
  block(key: string, path: string): number {
    const now = this.#clock.now().getTime();
    const windows = frequencyWindows(path);
    const window = this.#nextWindow(windows, this.#blocks.get(key), now);
    const until = endOf(window, now);
    this.#blocks.set(key, { window, until });
    return until - now;
  }

  #nextWindow(windows: readonly FrequencyWindow[], last: Block | undefined, now: number): FrequencyWindow {
    const first = windows[0] ?? 'minute';
    if (!last || now - last.until > windowMs[last.window]) return first;
    // Refused again although the last block was waited out: the limit of the next longer window is the one that is used up.
    return windows[windows.indexOf(last.window) + (now >= last.until ? 1 : 0)] ?? last.window;
  }

  #refuseBlocked(key: string): void {
    const remaining = (this.#blocks.get(key)?.until ?? 0) - this.#clock.now().getTime();
    if (remaining > 0) throw new ChatError('rate_limited', '45009', 'blocked since an earlier 45009', remaining);
  }

  async #enter(key: string): Promise<void> {
    const running = this.#running.get(key) ?? 0;
    if (running < callLimits.parallelPerPath) {
      this.#running.set(key, running + 1);
      return;
    }
    await new Promise<void>((resolve) => {
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), resolve]);
    });
  }

  /** Hands the place to the next in line, or gives it back. */
  #leave(key: string): void {
    const next = this.#waiting.get(key)?.shift();
    if (next) return next();
    this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
  }
}

const windowMs: Record<FrequencyWindow, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const CORP_ZONE_MS = 8 * 3_600_000;

/** Minutes and hours last their length; a day ends at the platform's midnight (doc 90312). */
function endOf(window: FrequencyWindow, now: number): number {
  if (window !== 'day') return now + windowMs[window];
  return (Math.floor((now + CORP_ZONE_MS) / windowMs.day) + 1) * windowMs.day - CORP_ZONE_MS;
}
