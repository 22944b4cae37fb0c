import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue';
import { wide } from './wide.ts';

export type ShortcutKey = '/' | 'n' | 'Escape' | 'ArrowDown' | 'ArrowUp';
interface Binding {
  key: ShortcutKey;
  run: () => void;
}
const bindings: Binding[] = [];

/**
 * Binds a key of the wide window while the calling component is on screen. The latest binding of a key wins, so a sheet takes
 * Esc from the page under it. Keys typed into a field are left alone, except Esc.
 */
export function useShortcut(key: ShortcutKey, run: () => void): void {
  const binding = { key, run };
  onMounted(() => bind(binding));
  onActivated(() => bind(binding));
  onDeactivated(() => unbind(binding));
  onBeforeUnmount(() => unbind(binding));
}

/** The same by hand, for things that open and close; returns how to release it. */
export function bindShortcut(key: ShortcutKey, run: () => void): () => void {
  const binding = { key, run };
  bind(binding);
  return () => unbind(binding);
}

function bind(binding: Binding): void {
  unbind(binding);
  bindings.push(binding);
}

function unbind(binding: Binding): void {
  const at = bindings.indexOf(binding);
  if (at >= 0) bindings.splice(at, 1);
}

const typesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Starts listening; called once by the app. */
export function listenForShortcuts(): void {
  addEventListener('keydown', (event) => {
    if (!wide.value || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typesText(event.target) && event.key !== 'Escape') return;
    const binding = bindings.filter(({ key }) => key === event.key).pop();
    if (!binding) return;
    event.preventDefault();
    binding.run();
  });
}
