import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fen } from './money.ts';
import { date, id } from './page.ts';
import { personRef } from './subject.ts';

export const workbench = z.object({
  today: date,
  /** Each counted up to `totalCap`, which then means "so many and more". */
  todo: z.object({
    approvals: z.number().int(),
    dueContacts: z.number().int(),
    overdueContacts: z.number().int(),
    silentOpportunities: z.number().int(),
    handovers: z.number().int(),
  }),
  /** The next few contacts due, soonest first. */
  due: z.array(
    z.object({ customer: z.object({ id, name: z.string() }), at: z.string(), overdue: z.boolean(), owner: personRef }),
  ),
  month: z.object({
    wonAmount: fen,
    wonCount: z.number().int(),
    newCustomers: z.number().int(),
    followUps: z.number().int(),
    openAmount: fen,
  }),
  funnel: z.array(z.object({ stage: z.string(), label: z.string(), count: z.number().int(), amount: fen })),
  recentCustomers: z.array(z.object({ id, name: z.string(), level: z.string().nullable(), touchedAt: z.string() })),
  /** Whose records these are: one person's, or also those of everybody below. */
  covers: z.enum(['person', 'team']),
  /** Of a colleague's team: the department that lists its records. */
  departmentId: id.nullable(),
  /** Of a team: the people one may step down into; a leader's figures are those of their team. */
  team: z.array(z.object({ person: personRef, followUps: z.number().int(), openAmount: fen, wonAmount: fen })),
});
export type Workbench = z.infer<typeof workbench>;
export const getWorkbench = endpoint({
  method: 'GET',
  path: '/api/workbench',
  summary:
    'What needs me, figures of the month, funnel and recent customers; of a colleague in scope with personId; unless asked otherwise, of leaders the team and of others themselves',
  permission: 'crm.use',
  query: z.strictObject({ personId: id.optional(), view: z.enum(['mine', 'team']).optional() }),
  response: workbench,
  problems: ['record.not_found'],
});

export const searchEverything = endpoint({
  method: 'GET',
  path: '/api/search',
  summary: 'Customers, contacts, opportunities and colleagues at once',
  permission: 'crm.use',
  query: z.strictObject({ keyword: z.string().trim().min(1).max(50) }),
  response: z.object({
    customers: z.array(z.object({ id, name: z.string(), owner: z.string().nullable() })),
    contacts: z.array(
      z.object({ id, customerId: id, name: z.string(), customer: z.string(), mobile: z.string().nullable() }),
    ),
    opportunities: z.array(
      z.object({ id, name: z.string(), customer: z.string().nullable(), amount: fen, state: z.string() }),
    ),
    people: z.array(z.object({ id, name: z.string(), department: z.string().nullable() })),
  }),
});
