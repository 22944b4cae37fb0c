/** One callback as it will be sent, and when. */
export interface StormCallback {
  path: string;
  body: string;
  /** Milliseconds after the beginning. */
  at: number;
}

export interface StormTask {
  url: string;
  /** JSON file with `StormCallback[]`: too much for a command line. */
  file: string;
  /** What is due earlier only warms up both sides. */
  countFromMs: number;
}

/** Answers in milliseconds from the moment each was due, so that a receiver that falls behind cannot hide it. */
export interface StormResult {
  p50: number;
  p99: number;
  max: number;
  refused: number;
}
