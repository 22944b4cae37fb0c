import type { Contact, CustomerDetail } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import { maskEmail, maskPhone } from '../../kernel/personal-data.ts';
import { allRows, firstRow } from '../../kernel/rows.ts';
import { scoped, seesRow, unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { personRefs, sharedWith } from '../org/index.ts';
import { abilitiesOf, seesPersonalData } from './policy.ts';
import { namesFor, presentRow } from './rows.ts';
import { customers, livingContacts, type ContactRecord, type CustomerRecord } from './store.ts';

const childrenShown = 50;

/** Everything the page of one visible customer shows. */
export const customerDetail = async (work: Work, row: CustomerRecord): Promise<CustomerDetail> => {
  const [names, parent, children, sharedIds, people] = await Promise.all([
    namesFor(work, [row]),
    row.parentId ? describeParent(work, row.parentId) : null,
    findChildren(work, row.id),
    sharedWith(work, 'customer', row.id),
    livingContacts(work, row.id),
  ]);
  const collaborators = await personRefs(work, sharedIds);
  const open = seesPersonalData(work.actor, row);
  return {
    ...presentRow(row, names),
    ...editableFields(row, open),
    source: names.entries.get(row.sourceId ?? '') ?? null,
    parent,
    children,
    collaborators: sharedIds.flatMap((id) => collaborators.get(id) ?? []),
    contacts: people.map((one) => presentContact(one, open)),
    figures: { openAmount: row.openAmount, wonAmount: row.wonAmount, followUps: row.followUps },
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version: row.version,
    abilities: abilitiesOf(work.actor, row, work.clock.now()),
  };
};

const editableFields = (row: CustomerRecord, open: boolean) => ({
  industryId: row.industryId,
  sourceId: row.sourceId,
  regionCode: row.region,
  address: row.address,
  size: row.size,
  phone: row.phone && !open ? maskPhone(row.phone) : row.phone,
  website: row.website,
  creditCode: row.creditCode,
  note: row.note,
});

export const presentContact = (row: ContactRecord, open: boolean): Contact => ({
  id: row.id,
  customerId: row.customerId,
  name: row.name,
  role: row.role,
  position: row.position,
  mobile: row.mobile && !open ? maskPhone(row.mobile) : row.mobile,
  email: row.email && !open ? maskEmail(row.email) : row.email,
  birthday: row.birthday,
  isPrimary: row.isPrimary,
  note: row.note,
  version: row.version,
});

/** A parent out of scope is there, but not named. */
const describeParent = async (work: Work, id: Id): Promise<CustomerDetail['parent']> => {
  const parent = await firstRow(customers, unscoped(work, customers, 'a parent may lie out of scope').where({ id }));
  if (!parent) return null;
  const visible = seesRow(work.actor, customers, parent);
  return { id, name: visible ? parent.name : '其他同事的客户', visible };
};

const findChildren = async (work: Work, parentId: Id): Promise<{ id: Id; name: string }[]> => {
  const rows = await allRows(
    customers,
    scoped(work, customers)
      .where({ 'customers.parent_id': parentId, 'customers.alive': 1 })
      .orderBy('customers.id')
      .limit(childrenShown),
  );
  return rows.map(({ id, name }) => ({ id, name }));
};
