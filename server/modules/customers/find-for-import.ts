import type { Id } from '../../contract/page.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { companyKey } from './company-name.ts';
import { customers } from './store.ts';

/** Living customers by name, compared as duplicates are; for import. What is unknown is missing from the answer. */
export const customersByName = async (work: Work, names: readonly string[]): Promise<Map<string, Id>> => {
  if (names.length === 0) return new Map();
  const keys = new Map(names.map((name) => [name, companyKey(name)]));
  const rows: { id: Id; key: string }[] = await unscoped(
    work,
    customers,
    'an import refers to any living customer by name',
  )
    .whereIn('live_name', [...new Set(keys.values())])
    .select({ id: 'id', key: 'live_name' });
  const ids = new Map(rows.map((row) => [row.key, row.id]));
  return new Map(
    [...keys].flatMap(([name, key]) => {
      const id = ids.get(key);
      return id ? [[name, id] as const] : [];
    }),
  );
};

/** Those of the customers that are alive, locked until the transaction ends, so that nothing is put below a customer being deleted. */
export const lockLivingCustomers = async (work: Work, ids: readonly (Id | null | undefined)[]): Promise<Set<Id>> => {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  if (wanted.length === 0) return new Set();
  const rows: { id: Id }[] = await unscoped(work, customers, 'an import may name any living customer')
    .whereIn('id', wanted)
    .where({ alive: 1 })
    .orderBy('id')
    .forUpdate()
    .select('id');
  return new Set(rows.map((row) => row.id));
};
