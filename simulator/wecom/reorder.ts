const LONGEST_WAIT_MS = 2000;

/** Each piece of work waits until the next one has been started, at most two seconds: pairs swap their places. */
export function createReorderer(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let releaseWaiting: (() => void) | null = null;
  return async (work) => {
    if (releaseWaiting) {
      const release = releaseWaiting;
      releaseWaiting = null;
      return work().finally(release);
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LONGEST_WAIT_MS);
      releaseWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
      const release = releaseWaiting;
      setTimeout(() => {
        if (releaseWaiting === release) releaseWaiting = null;
      }, LONGEST_WAIT_MS);
    });
    return work();
  };
}
