import { reactive, watch } from 'vue';

/** Filters of a list, remembered on the device under `name`. Stored keys that no longer exist are ignored. */
export function useFilters<T extends object>(name: string, initial: T): { filters: T; clear: () => void } {
  const key = `crm.filters.${name}`;
  const filters = reactive({ ...initial, ...readStored(key, initial) }) as T;
  watch(filters, (now) => localStorage.setItem(key, JSON.stringify(now)));
  return { filters, clear: () => void Object.assign(filters, initial) };
}

function readStored<T extends object>(key: string, initial: T): Partial<T> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const entries = Object.entries(stored ?? {}).filter(([name]) => name in initial);
    return Object.fromEntries(entries) as Partial<T>;
  } catch {
    return {};
  }
}
