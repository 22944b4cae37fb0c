const isTerminal = process.stdout.isTTY;

/**
 * Runs one named step and says how long it took. `report` shows how far a long one is; `body` may return a note for the
 * closing line.
 * @template T
 * @param {string} title Chinese with the English in brackets
 * @param {(report: (detail: string) => void) => Promise<T> | T} body
 * @returns {Promise<T>}
 */
export async function step(title, body) {
  const started = performance.now();
  let detail = '';
  const running = () => `  … ${title} ${elapsed(started)}${detail && ` ${detail}`}`;
  const timer = setInterval(() => show(running()), isTerminal ? 200 : 5_000);
  if (isTerminal) show(`  … ${title}`);
  try {
    const result = await body((text) => (detail = text));
    close(`  ✓ ${title} ${elapsed(started)}${typeof result === 'string' && result ? ` ${result}` : ''}`);
    return result;
  } catch (error) {
    close(`  ✗ ${title} ${elapsed(started)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Seconds since a `performance.now()`, like `3.4 s`. @param {number} started */
export function elapsed(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

/** @param {string} line */
function show(line) {
  process.stdout.write(isTerminal ? `\r\x1b[K${line.slice(0, (process.stdout.columns ?? 120) - 1)}` : `${line}\n`);
}

/** @param {string} line */
function close(line) {
  process.stdout.write(isTerminal ? `\r\x1b[K${line}\n` : `${line}\n`);
}
