import type { DictionaryKind } from '../../../contract/dictionaries.ts';
import type { Id } from '../../../contract/page.ts';
import { addEntry } from '../../../kernel/dictionary.ts';
import { emit } from '../../../kernel/event.ts';
import type { Work } from '../../../kernel/work.ts';
import { dictionaryAdded } from '../events.ts';

export const addDictionaryEntry = async (
  work: Work,
  entry: { kind: DictionaryKind; name: string },
): Promise<{ id: Id }> => {
  const id = await addEntry(work, entry.kind, entry.name);
  await emit(work, dictionaryAdded, { subject: { kind: 'dictionary', id }, payload: entry });
  return { id };
};
