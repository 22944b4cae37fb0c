import { contactRoles, type ContactInput } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { describeChanges, emit } from '../../../kernel/event.ts';
import { phoneDigits } from '../../../kernel/personal-data.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import { replaceSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { contactLabels } from '../contact.ts';
import { presentContact } from '../detail.ts';
import { lockEditableContact, stepBack, withUniqueMobile } from '../editing.ts';
import { contactUpdated } from '../events.ts';
import { contactText, reindexCustomers } from '../search-index.ts';
import { contacts, type ContactRecord } from '../store.ts';
import { touchCustomer } from '../upkeep.ts';

type Change = Partial<ContactInput> & { id: Id; version: number };

export const changeContact = async (work: Work, { id, version, ...values }: Change): Promise<{ version: number }> => {
  const { contact: before } = await lockEditableContact(work, id);
  ensure(before.deletedAt === null, 'record.not_found');
  if (before.version !== version) throw await staleContact(work, before);
  const changes = describeChanges(before, values, contactLabels, {
    role: (value) => contactRoles[value as keyof typeof contactRoles],
    isPrimary: (value) => (value ? '是' : '否'),
  });
  if (changes.length === 0) return { version };
  if (values.isPrimary) await stepBack(work, before.customerId);
  const digits = values.mobile === undefined ? {} : { mobileDigits: phoneDigits(values.mobile) };
  const next = await withUniqueMobile(() => patch(work, contacts, before, { ...values, ...digits }));
  const after = { ...before, ...values, mobile: values.mobile === undefined ? before.mobile : values.mobile };
  await replaceSearchTerms(work, 'contact', [contactText(after)]);
  await reindexCustomers(work, [before.customerId]);
  await touchCustomer(work, before.customerId);
  await emit(work, contactUpdated, {
    subject: { kind: 'contact', id },
    threadId: before.customerId,
    payload: { contactId: id, customerId: before.customerId, name: after.name },
    changes,
  });
  return { version: next };
};

const staleContact = async (work: Work, current: ContactRecord): Promise<Problem> => {
  const who = current.updatedBy ? await work.nameOf(work, current.updatedBy) : null;
  return new Problem('conflict.stale', { who: who ?? '同事' }, [], presentContact(current, true));
};
