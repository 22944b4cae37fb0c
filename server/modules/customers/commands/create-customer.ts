import type { z } from 'zod';
import type { createCustomer as createCustomerEndpoint } from '../../../contract/customers.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { insert, insertMany } from '../../../kernel/rows.ts';
import { addSearchTerms } from '../../../kernel/search.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { companyKey } from '../company-name.ts';
import { contactRows, ensureDistinctMobiles } from '../contact.ts';
import { withUniqueName } from '../duplicates.ts';
import { customerCreated } from '../events.ts';
import { ensureOptions } from '../options.ts';
import { contactText, customerText } from '../search-index.ts';
import { contacts, customers } from '../store.ts';

type Body = z.output<typeof createCustomerEndpoint.body>;

/** A new customer belongs to who creates it. */
export const createCustomer = async (work: Work, body: Body): Promise<{ id: Id }> => {
  const { contacts: people, ...fields } = body;
  const ownerId = personOf(work);
  await ensureOptions(work, fields);
  ensureDistinctMobiles(people);
  const id = work.nextId();
  await withUniqueName(work, body.name, () =>
    insert(work, customers, {
      ...fields,
      id,
      nameKey: companyKey(body.name),
      ownerId,
      ownerDepartmentId: work.actor.departmentId,
      touchedAt: work.clock.now(),
    }),
  );
  const rows = contactRows(work, id, people);
  if (rows.length > 0) await insertMany(work, contacts, rows);
  await addSearchTerms(work, 'customer', [customerText({ id, name: body.name, phone: body.phone ?? null }, rows)]);
  await addSearchTerms(work, 'contact', rows.map(contactText));
  await emit(work, customerCreated, {
    subject: { kind: 'customer', id },
    threadId: id,
    payload: { customerId: id, name: body.name },
  });
  return { id };
};
