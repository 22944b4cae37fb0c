import { beforeEach, describe, expect, it } from 'vitest';
import { setCollaborators } from '../../../server/contract/customers.ts';
import type { CallInput } from '../../../server/contract/endpoint.ts';
import { getOpportunityTimeline, updateOpportunity } from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, eventsOf, read, win } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

type Body = NonNullable<CallInput<typeof updateOpportunity>['body']>;
const change = (as: string | null, id: string, body: Body) =>
  world.call(as, updateOpportunity, { params: { id }, body });

describe('changing an opportunity', () => {
  it('leaves alone what is not sent and clears what is null', async () => {
    const id = await addDeal(world, people.alice, { situation: '有预算', nextAction: '约演示', amount: 100 });
    expect((await change(people.alice, id, { situation: null, version: 1 })).data).toEqual({ version: 2 });
    expect(await read(world, people.alice, id)).toMatchObject({ situation: null, nextAction: '约演示', amount: 100 });
  });

  it('says on the time line what was and what is', async () => {
    const id = await addDeal(world, people.alice, { name: '旧名', amount: 100_00 });
    const productId = await addProduct(world, people.admin);
    await change(people.alice, id, {
      name: '新名',
      amount: 200_00,
      competitors: [{ name: '甲公司' }],
      lines: [{ productId, quantity: 2, agreedPrice: 5000 }],
      facts: { need: '扩产' },
      version: 1,
    });
    const timeline = await world.call(people.alice, getOpportunityTimeline, { params: { id } });
    expect(timeline.data?.items[0]).toMatchObject({
      name: 'opportunity.updated',
      actor: { id: people.alice },
      sentence: '修改了商机「新名」',
      changes: [
        { label: '商机名称', before: '旧名', after: '新名' },
        { label: '金额', before: '¥100', after: '¥200' },
        { label: '客户需求', before: null, after: '扩产' },
        { label: '产品', before: null, after: expect.stringContaining('×2 ¥50') as string },
        { label: '竞争对手', before: null, after: '甲公司' },
      ],
    });
  });

  it('writes nothing when nothing has changed', async () => {
    const id = await addDeal(world, people.alice, { name: '同名', amount: 7 });
    expect((await change(people.alice, id, { name: '同名', amount: 7, version: 1 })).data).toEqual({ version: 1 });
    expect(await eventsOf(world, id)).toEqual(['opportunity.created']);
  });

  it('lets the amount follow the lines until it is stated', async () => {
    const productId = await addProduct(world, people.admin);
    const lines = (quantity: number) => [{ productId, quantity, agreedPrice: 100 }];
    const id = await addDeal(world, people.alice, { lines: lines(1) });
    await change(people.alice, id, { lines: lines(3), version: 1 });
    expect((await read(world, people.alice, id)).amount).toBe(300);
    await change(people.alice, id, { amount: 9999, version: 2 });
    await change(people.alice, id, { lines: lines(5), version: 3 });
    expect(await read(world, people.alice, id)).toMatchObject({ amount: 9999, agreedTotal: 500 });
  });

  it('keeps the list price of a product that was there, also when it is no longer sold', async () => {
    const productId = await addProduct(world, people.admin, 1000);
    const id = await addDeal(world, people.alice, { lines: [{ productId, quantity: 1, agreedPrice: 900 }] });
    await world.kernel.db('products').where({ id: productId }).update({ list_price: 5000, active: 0 });
    await change(people.alice, id, { lines: [{ productId, quantity: 2, agreedPrice: 900 }], version: 1 });
    expect(await read(world, people.alice, id)).toMatchObject({ listTotal: 2000, agreedTotal: 1800 });
  });

  it('is open to those above and to collaborators of the customer', async () => {
    const customerId = await addCustomer(world, people.alice);
    const id = await addDeal(world, people.alice, { customerId });
    await world.call(people.alice, setCollaborators, {
      params: { id: customerId },
      body: { personIds: [people.carol] },
    });
    expect((await change(people.eastLeader, id, { nextAction: '我来跟', version: 1 })).status).toBe(200);
    expect((await change(people.carol, id, { nextAction: '一起跟', version: 2 })).status).toBe(200);
    expect((await read(world, people.carol, id)).abilities).toMatchObject({
      update: true,
      move: true,
      win: false,
      delete: false,
    });
  });
});

describe('a change is refused', () => {
  it('without a session and out of scope', async () => {
    const id = await addDeal(world, people.alice);
    expect((await change(null, id, { version: 1 })).status).toBe(401);
    expect((await change(people.carol, id, { version: 1 })).problem).toMatchObject({
      status: 404,
      code: 'record.not_found',
    });
  });

  it('when somebody was faster, with everything as it is now', async () => {
    const id = await addDeal(world, people.alice, { situation: '旧' });
    await change(people.eastLeader, id, { situation: '新', version: 1 });
    expect((await change(people.alice, id, { situation: '我的', version: 1 })).problem).toMatchObject({
      status: 409,
      code: 'conflict.stale',
      params: { who: '赵东' },
      current: { id, situation: '新', version: 2, lines: [], owner: { id: people.alice } },
    });
  });

  it('once the opportunity is closed', async () => {
    const productId = await addProduct(world, people.admin);
    const id = await addDeal(world, people.alice, { lines: [{ productId, quantity: 1, agreedPrice: 100_000 }] });
    await win(world, people.alice, id);
    expect((await change(people.alice, id, { name: 'X', version: 2 })).problem).toMatchObject({
      status: 409,
      code: 'opportunity.closed',
      detail: '商机已赢单,不能再修改',
    });
  });

  it('in the recycle bin, and when malformed', async () => {
    const id = await addDeal(world, people.alice);
    expect((await change(people.alice, id, { likelihood: 101, version: 1 })).problem).toMatchObject({
      status: 400,
      errors: [{ path: 'likelihood' }],
    });
    await world.kernel.db('opportunities').where({ id }).update({ deleted_at: world.clock.now() });
    expect((await change(people.alice, id, { name: 'X', version: 1 })).status).toBe(404);
  });
});
