import type { ContactRole, CustomerLevel, CustomerSize, PartyKind } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import { allRows } from '../../kernel/rows.ts';
import { getScoped } from '../../kernel/scope.ts';
import { column, ownedTable, table, type RowOf } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';

export const customers = ownedTable(
  'customers',
  {
    id: column.id(),
    name: column.text(),
    nameKey: column.text(),
    kind: column.text<PartyKind>(),
    level: column.nullable(column.text<CustomerLevel>()),
    industryId: column.nullable(column.id()),
    sourceId: column.nullable(column.id()),
    region: column.nullable(column.text()),
    address: column.nullable(column.text()),
    size: column.nullable(column.text<CustomerSize>()),
    phone: column.nullable(column.text()),
    website: column.nullable(column.text()),
    creditCode: column.nullable(column.text()),
    parentId: column.nullable(column.id()),
    note: column.nullable(column.text()),
    ownerId: column.id(),
    ownerDepartmentId: column.nullable(column.id()),
    lastContactAt: column.nullable(column.instant()),
    nextContactAt: column.nullable(column.instant()),
    touchedAt: column.instant(),
    followUps: column.int(),
    openOpportunities: column.int(),
    openAmount: column.int(),
    wonAmount: column.int(),
    version: column.int(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
    createdBy: column.nullable(column.id()),
    updatedBy: column.nullable(column.id()),
    deletedAt: column.nullable(column.instant()),
  },
  { owner: 'ownerId', share: { kind: 'customer', column: 'id' } },
);
export type CustomerRecord = RowOf<typeof customers>;

/** Contacts belong to their customer and are seen through it. */
export const contacts = table('contacts', {
  id: column.id(),
  customerId: column.id(),
  name: column.text(),
  role: column.nullable(column.text<ContactRole>()),
  position: column.nullable(column.text()),
  mobile: column.nullable(column.text()),
  mobileDigits: column.nullable(column.text()),
  email: column.nullable(column.text()),
  birthday: column.nullable(column.date()),
  isPrimary: column.bool(),
  note: column.nullable(column.text()),
  version: column.int(),
  createdAt: column.instant(),
  updatedAt: column.instant(),
  createdBy: column.nullable(column.id()),
  updatedBy: column.nullable(column.id()),
  deletedAt: column.nullable(column.instant()),
});
export type ContactRecord = RowOf<typeof contacts>;

export const cooperationRequests = table('cooperation_requests', {
  customerId: column.id(),
  requesterId: column.id(),
  day: column.date(),
  createdAt: column.instant(),
});

/** A customer within scope, recycle bin included. */
export const getVisibleCustomer = (work: Work, id: Id): Promise<CustomerRecord> => getScoped(work, customers, id);

/** The same, locked until the transaction ends: what is decided on it stays true. */
export const lockVisibleCustomer = (work: Work, id: Id): Promise<CustomerRecord> =>
  getScoped(work, customers, id, (query) => query.forUpdate());

/** The living contacts of a customer, the main one first. */
export const livingContacts = (work: Work, customerId: Id): Promise<ContactRecord[]> =>
  allRows(
    contacts,
    work
      .db(contacts.name)
      .where({ customer_id: customerId, alive: 1 })
      .orderBy([{ column: 'is_primary', order: 'desc' }, 'id']),
  );
