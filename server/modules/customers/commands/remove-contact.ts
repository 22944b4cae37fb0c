import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { lockEditableContact } from '../editing.ts';
import { contactRemoved } from '../events.ts';
import { reindexCustomers } from '../search-index.ts';
import { contacts } from '../store.ts';
import { touchCustomer } from '../upkeep.ts';

/** Removed contacts are kept for 30 days; they come back as ordinary ones, not as the main one. */
export const removeContact = async (work: Work, id: Id): Promise<Record<string, never>> => {
  const { contact } = await lockEditableContact(work, id);
  ensure(contact.deletedAt === null, 'record.not_found');
  await patch(work, contacts, contact, { deletedAt: work.clock.now(), isPrimary: false });
  await reindexCustomers(work, [contact.customerId]);
  await touchCustomer(work, contact.customerId);
  await emit(work, contactRemoved, {
    subject: { kind: 'contact', id },
    threadId: contact.customerId,
    payload: { contactId: id, customerId: contact.customerId, name: contact.name },
  });
  return {};
};
