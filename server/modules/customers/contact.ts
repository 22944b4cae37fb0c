import type { ContactInput } from '../../contract/customers.ts';
import type { Id } from '../../contract/page.ts';
import { phoneDigits } from '../../kernel/personal-data.ts';
import { ensure } from '../../kernel/problem.ts';
import type { ContactRecord } from './store.ts';

type NewContact = Pick<ContactRecord, 'id' | 'customerId' | 'name' | 'mobile' | 'isPrimary'> & Partial<ContactRecord>;

/** A new contact; what was not given is empty. */
export const contactRow = (id: Id, customerId: Id, input: ContactInput): NewContact => ({
  role: null,
  position: null,
  email: null,
  birthday: null,
  note: null,
  ...input,
  id,
  customerId,
  mobile: input.mobile ?? null,
  mobileDigits: phoneDigits(input.mobile),
  isPrimary: input.isPrimary ?? false,
});

/** The first contacts of a new customer; exactly one is the main one. */
export const contactRows = (ids: { nextId(): Id }, customerId: Id, people: readonly ContactInput[]): NewContact[] => {
  const main = Math.max(
    people.findIndex((one) => one.isPrimary),
    0,
  );
  return people.map((one, index) => contactRow(ids.nextId(), customerId, { ...one, isPrimary: index === main }));
};

/** Two contacts given together may not share a mobile; against those already there the unique index decides. */
export const ensureDistinctMobiles = (people: readonly Pick<ContactInput, 'mobile'>[]): void => {
  const numbers = people.flatMap((one) => phoneDigits(one.mobile) ?? []);
  ensure(new Set(numbers).size === numbers.length, 'contact.mobile_taken');
};

/** Names of fields on the time line. */
export const contactLabels = {
  name: '姓名',
  role: '角色',
  position: '职务',
  mobile: '手机',
  email: '邮箱',
  birthday: '生日',
  isPrimary: '主要联系人',
  note: '备注',
} as const;
