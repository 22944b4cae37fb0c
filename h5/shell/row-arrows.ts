import { type Ref } from 'vue';
import { useShortcut } from './shortcuts.ts';

/** Arrow keys walk through the `[data-row]` links of a list; Enter opens as on any link. */
export function useRowArrows(frame: Ref<HTMLElement | undefined>): void {
  const step = (by: 1 | -1) => {
    const rows = [...(frame.value?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: 'nearest' });
  };
  useShortcut('ArrowDown', () => step(1));
  useShortcut('ArrowUp', () => step(-1));
}
