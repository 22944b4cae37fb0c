import { createDictionaryEntry, listDictionaries, updateDictionaryEntry } from '../../contract/dictionaries.ts';
import { allEntries } from '../../kernel/dictionary.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { addDictionaryEntry } from './commands/add-dictionary-entry.ts';
import { changeDictionaryEntry } from './commands/change-dictionary-entry.ts';

export const adminRoutes: Route[] = [
  serve(listDictionaries, async (work) => ({ items: await allEntries(work) })),
  serve(createDictionaryEntry, (work, { params, body }) =>
    addDictionaryEntry(work, { kind: params.kind, name: body.name }),
  ),
  serve(updateDictionaryEntry, (work, { params, body }) => changeDictionaryEntry(work, { ...params, values: body })),
];
