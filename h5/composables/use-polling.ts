import { onActivated, onBeforeUnmount, onDeactivated, watch } from 'vue';

/** Runs `read` every `every` ms as long as `wanted` says so and the page is on screen; one at a time. */
export function usePolling(wanted: () => boolean, read: () => Promise<unknown>, every = 2_000): void {
  let timer = 0;
  let onScreen = true;

  function next(): void {
    clearTimeout(timer);
    if (wanted() && onScreen) timer = window.setTimeout(() => void turn(), every);
  }
  async function turn(): Promise<void> {
    if (!document.hidden) await read().catch(() => undefined);
    next();
  }
  watch(wanted, next, { immediate: true });
  onActivated(() => {
    onScreen = true;
    next();
  });
  onDeactivated(() => {
    onScreen = false;
    clearTimeout(timer);
  });
  onBeforeUnmount(() => {
    onScreen = false;
    clearTimeout(timer);
  });
}
