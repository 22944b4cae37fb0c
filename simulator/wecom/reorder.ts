const LONGEST_WAIT_MS = 2000;

/** Each piece of work waits until the next one was done, at most two seconds: pairs change places. */
export function createReorderer(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let waiting: (() => void) | null = null;
  return async (work) => {
    const release = waiting;
    if (release) {
      waiting = null;
      return work().finally(release);
    }
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        if (waiting === go) waiting = null;
        resolve();
      };
      const timer = setTimeout(go, LONGEST_WAIT_MS);
      waiting = go;
    });
    return work();
  };
}
