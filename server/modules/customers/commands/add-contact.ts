import type { ContactInput } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { insert } from '../../../kernel/rows.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { contactRow } from '../contact.ts';
import { lockEditableCustomer, stepBack, withUniqueMobile } from '../editing.ts';
import { contactAdded } from '../events.ts';
import { contactText, reindexCustomers } from '../search-index.ts';
import { contacts } from '../store.ts';
import { touchCustomer } from '../upkeep.ts';

export const addContact = async (
  work: Work,
  { customerId, ...input }: ContactInput & { customerId: Id },
): Promise<{ id: Id }> => {
  await lockEditableCustomer(work, customerId);
  const row = contactRow(work.nextId(), customerId, input);
  if (row.isPrimary) await stepBack(work, customerId);
  await withUniqueMobile(() => insert(work, contacts, row));
  await addSearchTerms(work, 'contact', [contactText(row)]);
  await reindexCustomers(work, [customerId]);
  await touchCustomer(work, customerId);
  await emit(work, contactAdded, {
    subject: { kind: 'contact', id: row.id },
    threadId: customerId,
    payload: { contactId: row.id, customerId, name: row.name },
  });
  return { id: row.id };
};
