import { ref } from 'vue';
import { type DictionaryEntry, updateDictionaryEntry } from '../../../../server/contract/dictionaries.ts';
import { asProblem } from '../../../api-problem.ts';
import { call } from '../../../api.ts';
import { tellProblem } from '../../../composables/tell-problem.ts';
import { reloadDictionaries } from '../../../pickers/use-dictionary.ts';

/** Moving an entry one place up or down: every entry whose place differs from its stored position is told the new one. */
export function useEntryOrder(entries: () => readonly DictionaryEntry[]) {
  const moving = ref(false);

  async function move(entry: DictionaryEntry, by: 1 | -1): Promise<void> {
    const order = [...entries()];
    const at = order.findIndex(({ id }) => id === entry.id);
    const other = order[at + by];
    if (at < 0 || !other || moving.value) return;
    order[at] = other;
    order[at + by] = entry;
    moving.value = true;
    try {
      for (const [position, { id, kind, position: stored }] of order.entries()) {
        if (position !== stored) await call(updateDictionaryEntry, { params: { kind, id }, body: { position } });
      }
    } catch (error) {
      tellProblem(asProblem(error));
    }
    await reloadDictionaries();
    moving.value = false;
  }
  return { move, moving };
}
