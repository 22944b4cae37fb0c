import { z } from 'zod';
import { dictionaryKinds, type DictionaryKind } from '../../contract/dictionaries.ts';
import { eventKind } from '../../kernel/event.ts';

const entry = z.object({ kind: z.enum(Object.keys(dictionaryKinds) as DictionaryKind[]), name: z.string() });

export const dictionaryAdded = eventKind(
  'dictionary.added',
  entry,
  ({ kind, name }) => `在${dictionaryKinds[kind]}中添加了「${name}」`,
);
export const dictionaryChanged = eventKind(
  'dictionary.changed',
  entry,
  ({ kind, name }) => `修改了${dictionaryKinds[kind]}「${name}」`,
);
