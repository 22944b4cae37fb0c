import {
  createOpportunity,
  getOpportunity,
  winOpportunity,
  type OpportunityDetail,
} from '../../../server/contract/opportunities.ts';
import { createProduct } from '../../../server/contract/catalogue.ts';
import { createCustomer } from '../../../server/contract/customers.ts';
import type { CallInput } from '../../../server/contract/endpoint.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { Answer, World } from '../../support/world.ts';

type Body = NonNullable<CallInput<typeof createOpportunity>['body']>;

let counter = 0;
const must = <T>(data: T | null, what: string): T => {
  if (data === null) throw new Error(`${what} was refused`);
  return data;
};

export const addCustomer = async (world: World, as: Id, name?: string): Promise<Id> => {
  counter += 1;
  const body = { name: name ?? `客户${counter}甲`, kind: 'customer' as const };
  return must((await world.call(as, createCustomer, { body })).data, 'the customer').id;
};

/** A product at ¥1,000 unless told. */
export const addProduct = async (world: World, as: Id, listPrice = 100_000): Promise<Id> => {
  counter += 1;
  const body = { name: `产品${counter}`, listPrice };
  return must((await world.call(as, createProduct, { body })).data, 'the product').id;
};

export const open = (world: World, as: Id | null, body: Body): Promise<Answer<typeof createOpportunity>> =>
  world.call(as, createOpportunity, { body });

/** An opportunity of `as` for a customer of their own. */
export const addDeal = async (world: World, as: Id, body: Partial<Body> = {}): Promise<Id> => {
  counter += 1;
  const customerId = body.customerId ?? (await addCustomer(world, as));
  return must((await open(world, as, { name: `项目${counter}`, ...body, customerId })).data, 'the opportunity').id;
};

export const read = async (world: World, as: Id, id: Id): Promise<OpportunityDetail> =>
  must((await world.call(as, getOpportunity, { params: { id } })).data, 'reading');

export const win = async (
  world: World,
  as: Id,
  id: Id,
  body: Partial<NonNullable<CallInput<typeof winOpportunity>['body']>> = {},
): Promise<Answer<typeof winOpportunity>> => {
  const version = body.version ?? (await read(world, as, id)).version;
  return world.call(as, winOpportunity, { params: { id }, body: { ...body, version } });
};

/** The names of an opportunity's events, in order. */
export const eventsOf = async (world: World, id: Id): Promise<string[]> => {
  const rows = await world.kernel
    .db('events')
    .where({ subject_kind: 'opportunity', subject_id: id })
    .orderBy('id')
    .select<{ name: string }[]>('name');
  return rows.map((row) => row.name);
};

/** How many queries the body makes. */
export const countQueries = async (world: World, body: () => Promise<unknown>): Promise<number> => {
  let queries = 0;
  const listener = (): void => void (queries += 1);
  world.kernel.db.on('query', listener);
  await body();
  world.kernel.db.off('query', listener);
  return queries;
};
