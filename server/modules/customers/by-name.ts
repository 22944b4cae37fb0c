import type { Id } from '../../contract/page.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { companyKey } from './company-name.ts';
import { customers } from './store.ts';

/** Living customers by name, compared as duplicates are; for import. What is unknown is missing from the answer. */
export const customersByName = async (work: Work, names: readonly string[]): Promise<Map<string, Id>> => {
  if (names.length === 0) return new Map();
  const keys = new Map(names.map((name) => [name, companyKey(name)]));
  const rows = (await unscoped(work, customers, 'an import refers to any living customer by name')
    .whereIn('live_name', [...new Set(keys.values())])
    .select({ id: 'id', key: 'live_name' })) as { id: Id; key: string }[];
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  return new Map([...keys].flatMap(([name, key]) => (ids.has(key) ? [[name, ids.get(key) as Id] as const] : [])));
};
