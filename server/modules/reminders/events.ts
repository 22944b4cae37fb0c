import { z } from 'zod';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

/** A promised contact is due now. */
export const contactDue = eventKind(
  'reminder.contact_due',
  z.object({
    personId: id,
    customerId: id.nullable(),
    customerName: z.string(),
    opportunityId: id.nullable(),
    opportunityName: z.string().nullable(),
    at: z.string(),
  }),
  ({ customerName }) => `到了与 ${customerName} 约定的联系时间`,
);

/** Whom a person has promised to contact until tonight. */
export const morningListDue = eventKind(
  'reminder.morning_list',
  z.object({
    personId: id,
    day: z.string(),
    total: z.number().int(),
    overdue: z.number().int(),
    items: z.array(z.object({ customerId: id, customerName: z.string(), at: z.string(), overdue: z.boolean() })),
  }),
  ({ total }) => `今天有 ${total} 位客户待联系`,
);

/** Open opportunities have been silent for a level of the ladder: the owner, the leader, the leader's leader. */
export const silenceFound = eventKind(
  'reminder.silence',
  z.object({
    personId: id,
    day: z.string(),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    days: z.number().int(),
    total: z.number().int(),
    items: z.array(
      z.object({
        opportunityId: id,
        name: z.string(),
        customerName: z.string().nullable(),
        ownerName: z.string(),
        days: z.number().int(),
        amount: z.number().int(),
      }),
    ),
  }),
  ({ total, days }) => `${total} 个商机已 ${days} 天以上没有跟进`,
);

export const reminderEvents = [contactDue, morningListDue, silenceFound];
