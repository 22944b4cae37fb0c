import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, line } from './page.ts';
import { defineProblems } from './problem.ts';

export const dictionaryProblems = defineProblems({
  'dictionary.name_taken': [409, '已有同名的选项'],
});

/** Lists an administrator edits; an entry is a name and an order, nothing more. */
export const dictionaryKinds = {
  industry: '行业',
  source: '来源',
  loss_reason: '输单原因',
  win_reason: '赢单原因',
} as const;
export type DictionaryKind = keyof typeof dictionaryKinds;
const kind = z.enum(Object.keys(dictionaryKinds) as [DictionaryKind, ...DictionaryKind[]]);
export const dictionaryEntry = z.object({
  id,
  kind,
  name: z.string(),
  active: z.boolean(),
  position: z.number().int(),
});
export type DictionaryEntry = z.infer<typeof dictionaryEntry>;

export const listDictionaries = endpoint({
  method: 'GET',
  path: '/api/dictionaries',
  summary: 'All dictionary entries',
  permission: 'session',
  response: z.object({ items: z.array(dictionaryEntry) }),
});
export const createDictionaryEntry = endpoint({
  method: 'POST',
  path: '/api/dictionaries/:kind/entries',
  summary: 'Add an entry',
  permission: 'dictionaries.manage',
  params: z.strictObject({ kind }),
  body: z.strictObject({ name: line(30, '名称') }),
  response: z.object({ id }),
  problems: ['dictionary.name_taken'],
});
export const updateDictionaryEntry = endpoint({
  method: 'PATCH',
  path: '/api/dictionaries/:kind/entries/:id',
  summary: 'Rename, reorder, retire or bring back an entry',
  permission: 'dictionaries.manage',
  params: z.strictObject({ kind, id }),
  body: z.strictObject({
    name: line(30, '名称').optional(),
    active: z.boolean().optional(),
    position: z.number().int().min(0).max(10_000).optional(),
  }),
  response: z.object({}),
  problems: ['dictionary.name_taken', 'record.not_found'],
});
