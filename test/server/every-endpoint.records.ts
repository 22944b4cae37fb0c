import { createCustomer, createContact } from '../../server/contract/customers.ts';
import { logFollowUp } from '../../server/contract/activities.ts';
import { createProduct } from '../../server/contract/catalogue.ts';
import { bindGroup } from '../../server/contract/reports.ts';
import { createOpportunity, winOpportunity } from '../../server/contract/opportunities.ts';
import type { Id } from '../../server/contract/page.ts';
import type { StandardCompany } from '../support/company.ts';
import type { World } from '../support/world.ts';

export type PlantedRecords = Record<string, Id>;

/** One record of each kind that belongs to the south, by the first part of its API path. */
export const plantRecords = async (world: World, company: StandardCompany): Promise<PlantedRecords> => {
  const { carol } = company;
  const customers = await created(
    world.call(carol, createCustomer, { body: { name: '外人看不到的客户有限公司', kind: 'customer' } }),
  );
  const contacts = await created(
    world.call(carol, createContact, { params: { id: customers }, body: { name: '某人' } }),
  );
  const followUps = await created(
    world.call(carol, logFollowUp, { body: { customerId: customers, kind: 'call', content: '聊了聊' } }),
  );
  const product = await created(
    world.call(company.admin, createProduct, { body: { name: '机器', listPrice: 100_000 } }),
  );
  const lines = [{ productId: product, quantity: 1, agreedPrice: 80_000 }];
  const opportunities = await created(
    world.call(carol, createOpportunity, { body: { name: '外人看不到的商机', customerId: customers } }),
  );
  const discounted = await created(
    world.call(carol, createOpportunity, { body: { name: '等审批的商机', customerId: customers, lines } }),
  );
  const win = await world.call(carol, winOpportunity, { params: { id: discounted }, body: { version: 1 } });
  const groups = await created(
    world.call(company.southLeader, bindGroup, {
      body: { name: '华南群', kind: 'webhook', departmentId: company.south, address: southWebhook },
    }),
  );
  if (!win.ok || !win.data.approvalId) throw new Error('The planted opportunity needed no approval.');
  return { customers, contacts, 'follow-ups': followUps, opportunities, groups, approvals: win.data.approvalId };
};

const southWebhook = 'https://group.test/send?key=south';

const created = async (answer: Promise<{ ok: boolean; data: unknown; problem: unknown }>): Promise<Id> => {
  const { ok, data, problem } = await answer;
  if (!ok) throw new Error(JSON.stringify(problem));
  return (data as { id: Id }).id;
};

/** Paths whose records are the whole company's, or are addressed by something else than a record. */
const openToAll = ['/api/people/:id', '/api/products/:id', '/api/dictionaries/:kind'];

/** The id to ask for as a stranger: a planted record where there is one, an id nobody has otherwise. */
export const strangersRecord = (records: PlantedRecords, path: string): Id | 'open to all' => {
  if (openToAll.some((open) => path.startsWith(open))) return 'open to all';
  return records[path.split('/')[2] ?? ''] ?? '123456789';
};

/** A body each endpoint about one record would accept, so that a refusal is about the record and not about the form. */
export const sampleBodies: Record<string, object> = {
  'PATCH /api/customers/:id': { name: '改个名字', version: 1 },
  'PUT /api/customers/:id/collaborators': { personIds: [] },
  'POST /api/customers/:id/contacts': { name: '新联系人' },
  'PATCH /api/contacts/:id': { name: '改个名字', version: 1 },
  'POST /api/follow-ups/:id/comments': { text: '点评' },
  'PATCH /api/opportunities/:id': { name: '改个名字', version: 1 },
  'POST /api/opportunities/:id/stage-moves': { stage: 'needs', facts: { contactPerson: '某人' }, version: 1 },
  'POST /api/opportunities/:id/win': { version: 1 },
  'POST /api/opportunities/:id/loss': { reasonId: '1', version: 1 },
  'POST /api/opportunities/:id/reopening': { version: 1 },
  'POST /api/approvals/:id/decision': { decision: 'approved' },
  'PATCH /api/groups/:id': { name: '改个名字', version: 1 },
  'POST /api/handovers/:id/assignment': { receiverId: '1' },
};

/** The same for the query. */
export const sampleQueries: Record<string, string> = { 'GET /api/digests/:id/rows': '?figure=won' };
