import { getCurrentScope, onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Turns true once the browser has had a quiet moment: for parts nobody can reach before that, so that what is seen comes first. */
export function useQuiet(): Readonly<Ref<boolean>> {
  const quiet = ref(false);
  const turn = () => (quiet.value = true);
  waiting.add(turn);
  if (waiting.size === 1) whenQuiet(turnAll);
  if (getCurrentScope()) onScopeDispose(() => waiting.delete(turn));
  return readonly(quiet);
}

/** Asking the browser is dear for the rows of a list; it is asked once for all of them. */
const waiting = new Set<() => void>();
function turnAll(): void {
  for (const turn of waiting) turn();
  waiting.clear();
}

/** Runs something that can wait once the browser has nothing to do, a second later at most. Safari knows no idle callback; there a moment must do. */
export function whenQuiet(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 1_000 });
  else setTimeout(run, 200);
}
