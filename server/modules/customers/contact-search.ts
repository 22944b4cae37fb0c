import type { Contact } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import { scoped, unscoped } from '../../kernel/scope.ts';
import { keywordFilter } from '../../kernel/search.ts';
import { allRows } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { presentContact } from './detail.ts';
import { seesPersonalData } from './policy.ts';
import { contacts, customers } from './store.ts';

const searched = { kind: 'contact', table: contacts.name, name: 'name' };

/** The first few contacts of visible, living customers that match a keyword, newest first, with their customer's name. */
export const findContactsByKeyword = async (
  work: Work,
  keyword: string,
  limit: number,
): Promise<(Contact & { customerName: string })[]> => {
  const filter = await keywordFilter(work, searched, keyword);
  const query = scoped(work, customers)
    .join(contacts.name, 'contacts.customer_id', 'customers.id')
    .where({ 'customers.alive': 1, 'contacts.alive': 1 })
    .orderBy('contacts.id', 'desc')
    .limit(limit);
  if (filter.among) void query.whereIn('contacts.id', filter.among as Id[]);
  const rows = await allRows(contacts, filter.where(query));
  const owners = await allRows(
    customers,
    unscoped(work, customers, 'customers of contacts that were found within scope').whereIn(
      'id',
      rows.map((row) => row.customerId),
    ),
  );
  const byId = new Map(owners.map((row) => [row.id, row]));
  return rows.flatMap((row) => {
    const customer = byId.get(row.customerId);
    if (!customer) return [];
    return [{ ...presentContact(row, seesPersonalData(work.actor, customer)), customerName: customer.name }];
  });
};
