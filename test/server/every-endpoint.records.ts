import { createCustomer, createContact } from '../../server/contract/customers.ts';
import { logFollowUp } from '../../server/contract/activities.ts';
import { createOpportunity } from '../../server/contract/opportunities.ts';
import type { Id } from '../../server/contract/page.ts';
import type { StandardCompany } from '../support/company.ts';
import type { World } from '../support/world.ts';

export type PlantedRecords = Record<string, Id>;

/** One record of each kind that belongs to `owner`, by the first part of its API path. */
export const plantRecords = async (world: World, owner: Id, company: StandardCompany): Promise<PlantedRecords> => {
  const customer = await created(
    world.call(owner, createCustomer, { body: { name: '外人看不到的客户有限公司', kind: 'customer' } }),
  );
  const contact = await created(world.call(owner, createContact, { params: { id: customer }, body: { name: '某人' } }));
  const followUp = await created(
    world.call(owner, logFollowUp, { body: { customerId: customer, kind: 'call', content: '聊了聊' } }),
  );
  const opportunity = await created(
    world.call(owner, createOpportunity, { body: { name: '外人看不到的商机', customerId: customer } }),
  );
  return {
    customers: customer,
    contacts: contact,
    'follow-ups': followUp,
    opportunities: opportunity,
    people: company.carol,
  };
};

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
