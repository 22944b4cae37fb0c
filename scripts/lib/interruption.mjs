const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** npm passes a Ctrl-C on to us that the terminal has already sent us: within this time two are one. */
const oneKeystroke = 700;

/**
 * Calls `ask` when somebody wants this process to stop (signal, or the npm that started it is gone) and `insist` when they
 * ask again.
 * @param {(reason: string) => void} ask
 * @param {() => void} insist
 */
export function onInterruption(ask, insist) {
  let first = 0;
  const take = (/** @type {string} */ reason) => {
    if (first === 0) {
      first = Date.now();
      ask(reason);
    } else if (Date.now() - first > oneKeystroke) {
      insist();
    }
  };
  for (const name of signals) process.on(name, () => take(name));
  if (process.env['npm_lifecycle_event']) watchParent(() => take('npm is gone'));
}

/** Killed with -9, npm cannot tell us; without it nobody could stop us from the terminal. @param {() => void} gone */
function watchParent(gone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 300);
  timer.unref();
}
