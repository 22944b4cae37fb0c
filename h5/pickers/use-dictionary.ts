import { computed, type ComputedRef, shallowRef } from 'vue';
import { type DictionaryEntry, type DictionaryKind, listDictionaries } from '../../server/contract/dictionaries.ts';
import { call } from '../api.ts';

const all = shallowRef<DictionaryEntry[]>([]);
let reading: Promise<unknown> | null = null;

/** Reads the dictionaries again, e.g. after an administrator edited one. */
export function reloadDictionaries(): Promise<unknown> {
  reading = call(listDictionaries).then(
    ({ items }) => (all.value = items),
    () => (reading = null),
  );
  return reading;
}

/** The entries of one dictionary in order, retired ones included; all of them are read once. */
export function useDictionary(kind: DictionaryKind): ComputedRef<DictionaryEntry[]> {
  if (!reading) void reloadDictionaries();
  return computed(() => all.value.filter((entry) => entry.kind === kind).sort((a, b) => a.position - b.position));
}
