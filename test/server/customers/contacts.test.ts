import { beforeEach, describe, expect, it } from 'vitest';
import {
  createContact,
  deleteContact,
  deleteCustomer,
  getCustomer,
  getCustomerTimeline,
  restoreContact,
  updateContact,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
let customerId: Id;
beforeEach(async () => {
  company = await world.company.standard();
  customerId = await addCustomer(world, company.alice);
});
const add = (as: Id, fields: object = {}, id = customerId) =>
  world.call(as, createContact, { params: { id }, body: { name: '王五', ...fields } });
const added = async (fields: object = {}): Promise<Id> => {
  const answer = await add(company.alice, fields);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.id;
};
const change = (as: Id, id: Id, fields: object, version = 1) =>
  world.call(as, updateContact, { params: { id }, body: { version, ...fields } });
const remove = (as: Id, id: Id) => world.call(as, deleteContact, { params: { id } });
const restore = (as: Id, id: Id) => world.call(as, restoreContact, { params: { id } });
const read = async (as = company.alice) =>
  (await world.call(as, getCustomer, { params: { id: customerId } })).data?.contacts ?? [];

describe('a contact', () => {
  it('is added, changed, removed and brought back, each on the time line of the customer', async () => {
    const { alice } = company;
    const id = await added({ role: 'decision', birthday: '1980-02-29', email: 'wang@example.com' });
    expect((await change(alice, id, { position: '总工', role: null })).data).toEqual({ version: 2 });
    expect(await read()).toMatchObject([
      { id, position: '总工', role: null, birthday: '1980-02-29', email: 'wang@example.com' },
    ]);
    await remove(alice, id);
    expect(await read()).toEqual([]);
    await restore(alice, id);
    expect(await read()).toMatchObject([{ id, version: 4 }]);
    const line = await world.call(alice, getCustomerTimeline, { params: { id: customerId } });
    expect(line.data?.items.map((one) => one.sentence)).toEqual([
      '恢复了联系人 王五',
      '删除了联系人 王五',
      '修改了联系人 王五',
      '添加了联系人 王五',
      '新建了客户',
    ]);
    expect(line.data?.items[2]?.changes).toEqual([
      { field: 'role', label: '角色', before: '决策人', after: null },
      { field: 'position', label: '职务', before: null, after: '总工' },
    ]);
  });

  it('is the main one alone', async () => {
    const first = await added({ isPrimary: true });
    const second = await added({ name: '赵六', isPrimary: true });
    const main = async () => (await read()).filter((one) => one.isPrimary).map((one) => one.id);
    expect(await main()).toEqual([second]);
    await change(company.alice, first, { isPrimary: true });
    expect(await main()).toEqual([first]);
    await remove(company.alice, first);
    await change(company.alice, second, { isPrimary: true });
    await restore(company.alice, first);
    expect(await main()).toEqual([second]);
  });

  it('shares its mobile with no other contact of the customer, however it is written', async () => {
    const { alice } = company;
    const first = await added({ mobile: '138 0000 0009' });
    expect((await add(alice, { mobile: '+86-13800000009' })).problem?.code).toBe('contact.mobile_taken');
    const second = await added({ name: '赵六', mobile: '13800000010' });
    expect((await change(alice, second, { mobile: '13800000009' })).problem?.code).toBe('contact.mobile_taken');
    await remove(alice, first);
    expect((await change(alice, second, { mobile: '13800000009' })).status).toBe(200);
    expect((await restore(alice, first)).problem?.code).toBe('contact.mobile_taken');
    const elsewhere = await addCustomer(world, alice);
    expect((await add(alice, { mobile: '13800000009' }, elsewhere)).status).toBe(200);
  });

  it('refuses an old version with the values as they are now', async () => {
    const { alice, eastLeader } = company;
    const id = await added();
    await change(eastLeader, id, { note: '组长写的' });
    expect(await change(alice, id, { note: '我写的' })).toMatchObject({
      status: 409,
      problem: { code: 'conflict.stale', params: { who: '赵东' }, current: { id, note: '组长写的', version: 2 } },
    });
  });

  it('is seen and changed through its customer only', async () => {
    const { carol } = company;
    const id = await added();
    for (const answer of [
      await add(carol),
      await change(carol, id, {}),
      await remove(carol, id),
      await restore(carol, id),
    ])
      expect(answer.status).toBe(404);
    expect((await add(company.alice, {}, '1')).status).toBe(404);
    expect((await change(company.alice, '1', {})).status).toBe(404);
    expect((await world.call(null, createContact, { params: { id: customerId }, body: { name: '甲' } })).status).toBe(
      401,
    );
  });

  it('is not changed once removed, nor restored while there or after 30 days', async () => {
    const { alice } = company;
    const id = await added();
    expect((await restore(alice, id)).status).toBe(404);
    await remove(alice, id);
    expect((await remove(alice, id)).status).toBe(404);
    expect((await change(alice, id, { note: '改' }, 2)).status).toBe(404);
    world.clock.advance(31 * 86_400_000);
    expect((await restore(alice, id)).status).toBe(404);
  });

  it('rests with its customer in the recycle bin', async () => {
    const { alice } = company;
    const id = await added();
    await world.call(alice, deleteCustomer, { params: { id: customerId } });
    for (const answer of [await add(alice), await change(alice, id, {}), await remove(alice, id)])
      expect(answer.problem?.code).toBe('customer.deleted');
  });

  it.each([{ name: '' }, { mobile: '12' }, { email: 'x' }, { birthday: '2020-02-30' }, { role: 'king' }])(
    'answers 400 to %j',
    async (fields) => {
      expect((await add(company.alice, fields)).status).toBe(400);
    },
  );
});
