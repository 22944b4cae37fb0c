import { z } from 'zod';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

const named = z.object({ customerId: id, name: z.string() });
const person = z.object({ id, name: z.string() });
const contactOf = z.object({ contactId: id, customerId: id, name: z.string() });
const names = (people: { name: string }[]): string => people.map((one) => one.name).join('、');

export const customerCreated = eventKind('customer.created', named, () => '新建了客户');
export const customerUpdated = eventKind('customer.updated', named, () => '修改了客户资料');
export const customerDeleted = eventKind('customer.deleted', named, () => '把客户移入回收站');
export const customerRestored = eventKind('customer.restored', named, () => '把客户从回收站恢复');
export const collaboratorsChanged = eventKind(
  'customer.collaborators_changed',
  named.extend({ added: z.array(person), removed: z.array(person) }),
  ({ added, removed }) =>
    [added.length > 0 && `添加协作人 ${names(added)}`, removed.length > 0 && `移除协作人 ${names(removed)}`]
      .filter(Boolean)
      .join(','),
);
export const cooperationRequested = eventKind(
  'customer.cooperation_requested',
  z.object({
    customerId: id,
    customerName: z.string(),
    requesterId: id,
    requesterName: z.string(),
    ownerId: id,
    note: z.string(),
  }),
  ({ note }) => (note ? `申请协作:${note}` : '申请协作'),
);
export const customerTransferred = eventKind(
  'customer.transferred',
  named.extend({ fromId: id, fromName: z.string(), toId: id, toName: z.string(), caseId: id.nullable() }),
  ({ fromName, toName }) => `把客户从 ${fromName} 转给 ${toName}`,
);

export const contactAdded = eventKind('contact.added', contactOf, ({ name }) => `添加了联系人 ${name}`);
export const contactUpdated = eventKind('contact.updated', contactOf, ({ name }) => `修改了联系人 ${name}`);
export const contactRemoved = eventKind('contact.removed', contactOf, ({ name }) => `删除了联系人 ${name}`);
export const contactRestored = eventKind('contact.restored', contactOf, ({ name }) => `恢复了联系人 ${name}`);
