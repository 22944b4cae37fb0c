import type { ContactInput } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { emitMany } from '../../../kernel/event.ts';
import { phoneDigits } from '../../../kernel/personal-data.ts';
import { Problem } from '../../../kernel/problem.ts';
import { allRows, insertMany } from '../../../kernel/rows.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { contactRow } from '../contact.ts';
import { contactAdded } from '../events.ts';
import { lockLivingCustomers } from '../find-for-import.ts';
import { contactText, reindexCustomers } from '../search-index.ts';
import { contacts, type ContactRecord } from '../store.ts';

export type ContactToImport = ContactInput & { customerId: Id };

/** Adds many contacts at once under the rules of a single one. Answers in order: the new id, or why there is none. */
export const importContacts = async (work: Work, inputs: readonly ContactToImport[]): Promise<(Id | Problem)[]> => {
  const ids = [...new Set(inputs.map((input) => input.customerId))];
  const living = await lockLivingCustomers(work, ids);
  const known = await contactsOf(work, ids);
  const mobiles = new Set(known.map((one) => `${one.customerId} ${one.mobileDigits}`));
  const mains = mainContacts(inputs, known);
  const outcomes = inputs.map((input) => {
    const { customerId, ...fields } = input;
    if (!living.has(customerId)) return new Problem('customer.deleted');
    const digits = phoneDigits(input.mobile);
    if (digits && mobiles.has(`${customerId} ${digits}`)) return new Problem('contact.mobile_taken');
    mobiles.add(`${customerId} ${digits}`);
    return contactRow(work.nextId(), customerId, { ...fields, isPrimary: mains.get(customerId) === input });
  });
  const rows = outcomes.flatMap((one) => (one instanceof Problem ? [] : [one]));
  await insertMany(work, contacts, rows);
  await addSearchTerms(work, 'contact', rows.map(contactText));
  await reindexCustomers(work, [...new Set(rows.map((row) => row.customerId))]);
  await emitMany(
    work,
    contactAdded,
    rows.map(({ id, customerId, name }) => ({
      subject: { kind: 'contact', id },
      threadId: customerId,
      payload: { contactId: id, customerId, name },
    })),
  );
  return outcomes.map((one) => (one instanceof Problem ? one : one.id));
};

/** The main contact of each customer that has none yet: the one that says so, else the first. What somebody has chosen stays. */
const mainContacts = (
  inputs: readonly ContactToImport[],
  known: readonly ContactRecord[],
): ReadonlyMap<Id, ContactToImport> => {
  const settled = new Set(known.filter((one) => one.isPrimary).map((one) => one.customerId));
  const open = inputs.filter((input) => !settled.has(input.customerId));
  const wanted = open.filter((input) => input.isPrimary);
  // Later entries of a map win: the first of those that say so comes last.
  return new Map([...open.toReversed(), ...wanted.toReversed()].map((input) => [input.customerId, input]));
};

const contactsOf = (work: Work, customerIds: Id[]) =>
  allRows(contacts, work.db(contacts.name).where({ alive: 1 }).whereIn('customer_id', customerIds));
