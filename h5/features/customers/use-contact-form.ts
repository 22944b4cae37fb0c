import {
  type Contact,
  type ContactInput,
  contactRoles,
  createContact,
  type CustomerDetail,
  getCustomer,
  updateContact,
} from '../../../server/contract/customers.ts';
import { call } from '../../api.ts';
import { markChanged } from '../../composables/freshness.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { useForm } from '../../composables/use-form.ts';

type ContactValues = Required<ContactInput> & Record<string, unknown>;

export const contactLabels: Record<string, string> = {
  name: '姓名',
  role: '角色',
  position: '职务',
  mobile: '手机',
  email: '邮箱',
  birthday: '生日',
  isPrimary: '主要联系人',
  note: '备注',
};

export const sayContactValue = (path: string, value: unknown): string => {
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = value == null ? '' : String(value);
  return path === 'role' ? (contactRoles[text as keyof typeof contactRoles] ?? text) : text;
};

const empty: ContactValues = {
  name: '',
  role: null,
  position: '',
  mobile: '',
  email: '',
  birthday: null,
  isPrimary: false,
  note: '',
};
const valuesOf = ({ name, role, position, mobile, email, birthday, isPrimary, note }: Contact): ContactValues => ({
  ...{ name, role, position, mobile, email, birthday, isPrimary, note },
});

/** Adds a contact to a customer, or edits one with the version it was read at. */
export function useContactForm(customer: CustomerDetail, contact: Contact | null) {
  let version = contact?.version ?? 1;
  const first = customer.contacts.length === 0;
  const save = async ({
    values,
    changed,
    key,
  }: {
    values: ContactValues;
    changed: Partial<ContactValues>;
    key: string;
  }) => {
    if (contact) await call(updateContact, { params: { id: contact.id }, body: { ...changed, version } }, { key });
    else await call(createContact, { params: { id: customer.id }, body: values }, { key });
    markChanged('contact', 'customer');
    tellDone('已保存');
  };
  const latest = async () => {
    const stored = await call(getCustomer, { params: { id: customer.id } });
    const found = stored.contacts.find(({ id }) => id === contact?.id);
    version = found?.version ?? version;
    return found ? valuesOf(found) : empty;
  };
  return useForm({
    schema: createContact.body,
    initial: contact ? valuesOf(contact) : { ...empty, isPrimary: first },
    draftKey: contact ? `contact.${contact.id}` : `contact.new.${customer.id}`,
    checkChanged: contact !== null,
    save,
    ...(contact && { latest }),
  });
}
