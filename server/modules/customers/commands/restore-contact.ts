import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { isRestorable } from '../../../kernel/recycle-bin.ts';
import { lockEditableContact, withUniqueMobile } from '../editing.ts';
import { contactRestored } from '../events.ts';
import { reindexCustomers } from '../search-index.ts';
import { contacts } from '../store.ts';
import { touchCustomer } from '../upkeep.ts';

export const restoreContact = async (work: Work, id: Id): Promise<Record<string, never>> => {
  const { contact } = await lockEditableContact(work, id);
  ensure(contact.deletedAt && isRestorable(contact.deletedAt, work.clock.now()), 'record.not_found');
  await withUniqueMobile(() => patch(work, contacts, contact, { deletedAt: null }));
  await reindexCustomers(work, [contact.customerId]);
  await touchCustomer(work, contact.customerId);
  await emit(work, contactRestored, {
    subject: { kind: 'contact', id },
    threadId: contact.customerId,
    payload: { contactId: id, customerId: contact.customerId, name: contact.name },
  });
  return {};
};
