import { beforeEach, describe, expect, it } from 'vitest';
import {
  deleteCustomer,
  getCustomer,
  getCustomerTimeline,
  setCollaborators,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const set = (as: Id, id: Id, personIds: Id[]) =>
  world.call(as, setCollaborators, { params: { id }, body: { personIds } });
const sees = async (as: Id, id: Id) => (await world.call(as, getCustomer, { params: { id } })).ok;

describe('collaborators', () => {
  it('see the customer as long as they are named, but their leaders do not', async () => {
    const { alice, bob, carol, southLeader } = company;
    const id = await addCustomer(world, alice);
    await set(alice, id, [carol, bob, carol, alice]);
    expect([await sees(carol, id), await sees(bob, id), await sees(southLeader, id)]).toEqual([true, true, false]);
    await set(alice, id, [bob]);
    expect([await sees(carol, id), await sees(bob, id)]).toEqual([false, true]);
    const line = await world.call(alice, getCustomerTimeline, { params: { id } });
    expect(line.data?.items.map((one) => one.sentence)).toEqual([
      '移除协作人 吴三',
      '添加协作人 吴三、周二',
      '新建了客户',
    ]);
  });

  it('are named by the owner and those above, not by each other', async () => {
    const { alice, bob, carol, eastLeader } = company;
    const id = await addCustomer(world, alice);
    expect((await set(eastLeader, id, [bob])).status).toBe(200);
    expect((await set(bob, id, [bob, carol])).status).toBe(403);
    expect((await set(carol, id, [carol])).status).toBe(404);
    expect((await world.call(null, setCollaborators, { params: { id }, body: { personIds: [] } })).status).toBe(401);
  });

  it('are active colleagues; those who have left since may stay named', async () => {
    const { alice, bob, carol } = company;
    const id = await addCustomer(world, alice);
    const gone = await world.company.person('走了', { state: 'left' });
    expect((await set(alice, id, [gone])).problem?.code).toBe('org.person_unknown');
    expect((await set(alice, id, ['1'])).problem?.code).toBe('org.person_unknown');
    await set(alice, id, [bob]);
    await world.kernel.db('people').where({ id: bob }).update({ state: 'left' });
    expect((await set(alice, id, [bob, carol])).status).toBe(200);
  });

  it('are not changed in the recycle bin', async () => {
    const { alice, bob } = company;
    const id = await addCustomer(world, alice);
    await world.call(alice, deleteCustomer, { params: { id } });
    expect((await set(alice, id, [bob])).problem?.code).toBe('customer.deleted');
  });
});
