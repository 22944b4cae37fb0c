import { beforeEach, describe, expect, it } from 'vitest';
import {
  askForCooperation,
  checkDuplicate,
  createCustomer,
  deleteCustomer,
  getCustomer,
  updateCustomer,
} from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { events } from '../../../server/kernel/event.ts';
import { allRows } from '../../../server/kernel/rows.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { grantCooperation } from '../../../server/modules/customers/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const create = (as: Id, name: string) => world.call(as, createCustomer, { body: { name, kind: 'customer' } });
const check = async (as: Id, name: string) =>
  (await world.call(as, checkDuplicate, { query: { name } })).data?.duplicate;
const ask = (as: Id, name: string, note = '') => world.call(as, askForCooperation, { body: { name, note } });

describe('a second customer of the same name', () => {
  it('is refused in any spelling, with the owner masked to those who may not see them', async () => {
    const { alice, carol, eastLeader } = company;
    await addCustomer(world, alice, { name: '上海远航科技有限公司' });
    const taken = { status: 409, problem: { code: 'customer.duplicate' } };
    expect(await create(carol, '上海远航科技(集团)有限公司')).toMatchObject({
      ...taken,
      problem: { detail: '已有同名客户「上海远航科技有限公司」,负责人 李*' },
    });
    expect(await create(eastLeader, ' 上海 远航科技 ')).toMatchObject({
      ...taken,
      problem: { params: { owner: '李一' } },
    });
    expect((await create(carol, '北京远航科技有限公司')).status).toBe(200);
  });

  it('cannot be made by renaming either', async () => {
    const { alice, carol } = company;
    await addCustomer(world, alice, { name: '远航科技' });
    const id = await addCustomer(world, carol, { name: '远方科技' });
    const rename = (name: string) => world.call(carol, updateCustomer, { params: { id }, body: { name, version: 1 } });
    expect((await rename('远航科技有限公司')).problem?.code).toBe('customer.duplicate');
    expect((await rename('远方科技有限公司')).status).toBe(200);
  });
});

describe('the duplicate check', () => {
  it('shows the customer to those who see it and only a masked owner to others', async () => {
    const { alice, carol } = company;
    const id = await addCustomer(world, alice, { name: '远航科技' });
    expect(await check(alice, '远航科技有限公司')).toEqual({
      id,
      name: '远航科技',
      owner: '李一',
      visible: true,
      deleted: false,
    });
    expect(await check(carol, '远航科技有限公司')).toEqual({
      id: null,
      name: '远航科技',
      owner: '李*',
      visible: false,
      deleted: false,
    });
    expect(await check(carol, '别的公司')).toBeNull();
  });

  it('mentions the recycle bin only to those who see it', async () => {
    const { alice, carol } = company;
    const id = await addCustomer(world, alice, { name: '远航科技' });
    await world.call(alice, deleteCustomer, { params: { id } });
    expect(await check(alice, '远航科技')).toMatchObject({ id, deleted: true });
    expect(await check(carol, '远航科技')).toBeNull();
  });
});

describe('asking for co-operation', () => {
  it('reaches the owner as an event, once a day', async () => {
    const { alice, carol } = company;
    const customerId = await addCustomer(world, alice, { name: '远航科技' });
    expect((await ask(carol, '远航科技有限公司', '他们华南工厂在我的区域')).status).toBe(200);
    expect((await ask(carol, '远航科技')).problem).toMatchObject({ status: 429, code: 'customer.cooperation_asked' });
    world.clock.advance(86_400_000);
    expect((await ask(carol, '远航科技')).status).toBe(200);
    const rows = await allRows(
      events,
      world.kernel.db('events').where({ name: 'customer.cooperation_requested' }).orderBy('id'),
    );
    expect(rows.map((row) => row.payload)).toMatchObject([
      {
        customerId,
        customerName: '远航科技',
        requesterId: carol,
        requesterName: '吴三',
        ownerId: alice,
        note: '他们华南工厂在我的区域',
      },
      { note: '' },
    ]);
  });

  it('needs a customer of that name that one does not work on yet', async () => {
    const { alice, carol, eastLeader } = company;
    await addCustomer(world, alice, { name: '远航科技' });
    expect((await ask(carol, '没有这家')).problem?.code).toBe('customer.no_duplicate');
    for (const person of [alice, eastLeader])
      expect((await ask(person, '远航科技')).problem?.code).toBe('customer.already_yours');
  });

  it('ends with the owner letting the colleague in, which twice is the same as once', async () => {
    const { alice, carol } = company;
    const customerId = await addCustomer(world, alice, { name: '远航科技' });
    const owner = await world.workAs(alice);
    for (let n = 0; n < 2; n += 1)
      await inTransaction(owner, (work) => grantCooperation(work, { customerId, personId: carol }));
    const seen = await world.call(carol, getCustomer, { params: { id: customerId } });
    expect(seen.data).toMatchObject({
      collaborators: [{ id: carol }],
      abilities: { update: true, delete: false, shareWith: false },
    });
    const told = await allRows(events, world.kernel.db('events').where({ name: 'customer.collaborators_changed' }));
    expect(told.map((row) => row.payload)).toMatchObject([{ added: [{ id: carol, name: '吴三' }], removed: [] }]);
  });

  it('cannot be granted by somebody who does not own the customer', async () => {
    const { alice, bob, carol } = company;
    const customerId = await addCustomer(world, alice);
    await inTransaction(await world.workAs(alice), (work) => grantCooperation(work, { customerId, personId: bob }));
    const grant = async (as: Id) =>
      inTransaction(await world.workAs(as), (work) => grantCooperation(work, { customerId, personId: carol }));
    await expect(grant(bob)).rejects.toMatchObject({ code: 'record.not_allowed' });
    await expect(grant(carol)).rejects.toMatchObject({ code: 'record.not_found' });
  });
});
