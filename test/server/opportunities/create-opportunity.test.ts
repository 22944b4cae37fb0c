import { beforeEach, describe, expect, it } from 'vitest';
import { updateProduct } from '../../../server/contract/catalogue.ts';
import { getCustomer, setCollaborators } from '../../../server/contract/customers.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addProduct, eventsOf, open, read } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

describe('opening an opportunity', () => {
  it('belongs to who opened it, in the first stage, with the likelihood of the stage', async () => {
    const customerId = await addCustomer(world, people.alice, '远景机械');
    const { data } = await open(world, people.alice, { name: '产线改造', customerId, amount: 500_000_00 });
    expect(await read(world, people.alice, data?.id ?? '')).toMatchObject({
      name: '产线改造',
      customer: { id: customerId, name: '远景机械' },
      owner: { id: people.alice },
      state: 'open',
      stage: 'first_contact',
      amount: 50_000_000,
      likelihood: 5,
      stageDays: 0,
      approvalPending: false,
      discountPermille: null,
      stageHistory: [{ stage: 'first_contact', leftAt: null, days: 0, by: { id: people.alice } }],
    });
    expect(await eventsOf(world, data?.id ?? '')).toEqual(['opportunity.created']);
  });

  it('takes amount and discount from the lines, at the list price of the moment', async () => {
    const customerId = await addCustomer(world, people.alice);
    const productId = await addProduct(world, people.admin, 100_000);
    const lines = [{ productId, quantity: 3, agreedPrice: 90_000 }];
    const { data } = await open(world, people.alice, { name: '采购', customerId, lines });
    await world.call(people.admin, updateProduct, { params: { id: productId }, body: { listPrice: 1, version: 1 } });
    expect(await read(world, people.alice, data?.id ?? '')).toMatchObject({
      amount: 270_000,
      listTotal: 300_000,
      agreedTotal: 270_000,
      discountPermille: 100,
      lines: [{ productId, quantity: 3, listPrice: 100_000, agreedPrice: 90_000 }],
    });
  });

  it('keeps a stated amount beside lines, competitors and the rest', async () => {
    const customerId = await addCustomer(world, people.alice);
    const productId = await addProduct(world, people.admin);
    const { data } = await open(world, people.alice, {
      name: '采购',
      customerId,
      amount: 1_000_000,
      likelihood: 33,
      expectedCloseOn: '2026-05-01',
      situation: '有预算',
      nextAction: '约演示',
      stage: 'needs',
      lines: [{ productId, quantity: 1, agreedPrice: 90_000 }],
      competitors: [{ name: '甲公司', note: '价格低' }, { name: '乙公司' }],
    });
    expect(await read(world, people.alice, data?.id ?? '')).toMatchObject({
      amount: 1_000_000,
      likelihood: 33,
      stage: 'needs',
      expectedCloseOn: '2026-05-01',
      situation: '有预算',
      nextAction: '约演示',
      competitors: [
        { name: '甲公司', note: '价格低' },
        { name: '乙公司', note: '' },
      ],
    });
  });

  it('shows in the figures of the customer', async () => {
    const customerId = await addCustomer(world, people.alice);
    await open(world, people.alice, { name: '一期', customerId, amount: 100 });
    await open(world, people.alice, { name: '二期', customerId, amount: 200 });
    const customer = await world.call(people.alice, getCustomer, { params: { id: customerId } });
    expect(customer.data).toMatchObject({ openOpportunities: 2, openAmount: 300, figures: { wonAmount: 0 } });
  });

  it('is open to collaborators of the customer', async () => {
    const customerId = await addCustomer(world, people.alice);
    await world.call(people.alice, setCollaborators, {
      params: { id: customerId },
      body: { personIds: [people.carol] },
    });
    const { data } = await open(world, people.carol, { name: '联合项目', customerId });
    expect((await read(world, people.carol, data?.id ?? '')).owner?.id).toBe(people.carol);
  });
});

describe('opening is refused', () => {
  it('without a session, and on customers out of scope', async () => {
    const customerId = await addCustomer(world, people.alice);
    expect((await open(world, null, { name: '项目', customerId })).status).toBe(401);
    expect((await open(world, people.carol, { name: '项目', customerId })).problem).toMatchObject({
      status: 404,
      code: 'record.not_found',
    });
  });

  it('without the permission to use the CRM', async () => {
    const visitor = await world.company.person('访客');
    await world.company.grant(visitor, 'all', []);
    expect((await open(world, visitor, { name: '项目', customerId: '1' })).problem?.code).toBe('permission.denied');
  });

  it('for a customer in the recycle bin', async () => {
    const customerId = await addCustomer(world, people.alice);
    await world.kernel.db('customers').where({ id: customerId }).update({ deleted_at: world.clock.now() });
    expect((await open(world, people.alice, { name: '项目', customerId })).problem?.code).toBe('customer.deleted');
  });

  it('with a product that is unknown or no longer sold', async () => {
    const customerId = await addCustomer(world, people.alice);
    const productId = await addProduct(world, people.admin);
    await world.call(people.admin, updateProduct, { params: { id: productId }, body: { active: false, version: 1 } });
    for (const id of [productId, '12345']) {
      const lines = [{ productId: id, quantity: 1, agreedPrice: 1 }];
      expect((await open(world, people.alice, { name: '项目', customerId, lines })).problem?.code).toBe(
        'product.unknown',
      );
    }
    expect(await world.kernel.db('opportunities').where({ customer_id: customerId })).toEqual([]);
  });

  it('with lines that add up beyond what money can hold', async () => {
    const customerId = await addCustomer(world, people.alice);
    const productId = await addProduct(world, people.admin);
    const lines = [{ productId, quantity: 1_000_000, agreedPrice: 1e15 }];
    expect((await open(world, people.alice, { name: '项目', customerId, lines })).problem).toMatchObject({
      status: 400,
      errors: [{ path: 'lines' }],
    });
  });
});
