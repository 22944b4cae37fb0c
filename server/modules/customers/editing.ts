import type { Id } from '../../contract/page.ts';
import { isDuplicateKey } from '../../kernel/database.ts';
import { ensure, Problem, required } from '../../kernel/problem.ts';
import { firstRow } from '../../kernel/rows.ts';
import type { Work } from '../../kernel/work.ts';
import { ensureCustomerAlive } from './customer.ts';
import { abilitiesOf } from './policy.ts';
import { contacts, lockVisibleCustomer, type ContactRecord, type CustomerRecord } from './store.ts';

/** A living customer the actor may change, locked: edits of a customer and of its contacts happen one after the other. */
export const lockEditableCustomer = async (work: Work, id: Id): Promise<CustomerRecord> => {
  const customer = await lockVisibleCustomer(work, id);
  ensureCustomerAlive(customer);
  ensure(abilitiesOf(work.actor, customer, work.clock.now()).update, 'record.not_allowed');
  return customer;
};

/** A contact with its customer under the same conditions. */
export const lockEditableContact = async (
  work: Work,
  id: Id,
): Promise<{ contact: ContactRecord; customer: CustomerRecord }> => {
  const byId = () => firstRow(contacts, work.db(contacts.name).where({ id }));
  const customer = await lockEditableCustomer(work, required(await byId()).customerId);
  return { contact: required(await byId()), customer };
};

/** Two living contacts of a customer never share a mobile; the unique index has the last word. */
export const withUniqueMobile = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (isDuplicateKey(error, 'contacts_live_mobile')) throw new Problem('contact.mobile_taken');
    throw error;
  }
};

/** At most one contact is the main one: the others step back. */
export const stepBack = async (work: Work, customerId: Id): Promise<void> => {
  await work.db(contacts.name).where({ customer_id: customerId, is_primary: 1 }).update({ is_primary: 0 });
};
