import { getCurrentScope, onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Turns true once the browser has had a quiet moment: for parts nobody can reach before that, so that what is seen comes first. */
export function useQuiet(): Readonly<Ref<boolean>> {
  const quiet = ref(false);
  const cancel = whenQuiet(() => (quiet.value = true));
  if (getCurrentScope()) onScopeDispose(cancel);
  return readonly(quiet);
}

/** Safari knows no idle callback; there a moment must do. */
function whenQuiet(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: 1_000 });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, 200);
  return () => clearTimeout(timer);
}
