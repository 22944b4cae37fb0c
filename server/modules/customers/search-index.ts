import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import { unscoped } from '../../kernel/scope.ts';
import { replaceSearchTerms } from '../../kernel/search.ts';
import type { Work } from '../../kernel/work.ts';
import { contacts, customers, type ContactRecord, type CustomerRecord } from './store.ts';

type Named = Pick<CustomerRecord, 'id' | 'name' | 'phone'>;
type Reachable = Pick<ContactRecord, 'id' | 'name' | 'mobile'>;

/** A customer is found by its own name and number and by those of its contacts. */
export const customerText = (customer: Named, people: readonly Omit<Reachable, 'id'>[]) => ({
  id: customer.id,
  names: [customer.name, ...people.map((one) => one.name)],
  phones: [customer.phone, ...people.map((one) => one.mobile)],
});
export const contactText = (contact: Reachable) => ({
  id: contact.id,
  names: [contact.name],
  phones: [contact.mobile],
});

/** Writes anew what customers are found by, after a name or number of theirs or of a contact has changed. */
export const reindexCustomers = async (work: Work, ids: readonly Id[]): Promise<void> => {
  const rows = await allRows(
    customers,
    unscoped(work, customers, 'the index covers everybody; lists apply the scope').whereIn('id', ids as Id[]),
  );
  const people = await allRows(
    contacts,
    work
      .db(contacts.name)
      .where({ alive: 1 })
      .whereIn('customer_id', ids as Id[]),
  );
  await replaceSearchTerms(
    work,
    'customer',
    rows.map((row) =>
      customerText(
        row,
        people.filter((one) => one.customerId === row.id),
      ),
    ),
  );
};
