import type { Id } from '../../contract/page.ts';
import { scoped, unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { contacts, customers } from './store.ts';

interface Named {
  id: Id;
  name: string;
}

/** Names to show beside records that the actor already sees. */
export const customerNames = async (work: Work, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const rows: Named[] = await unscoped(work, customers, 'names beside records the actor already sees')
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
};

export const contactNames = async (work: Work, ids: readonly Id[]): Promise<Map<Id, string>> => {
  const rows: Named[] = await work
    .db(contacts.name)
    .whereIn('id', [...new Set(ids)])
    .select('id', 'name');
  return new Map(rows.map((row) => [row.id, row.name]));
};

/** Does the customer exist for the actor? */
export const isCustomerVisible = async (work: Work, id: Id): Promise<boolean> =>
  (await scoped(work, customers).where('customers.id', id).first('customers.id')) !== undefined;
