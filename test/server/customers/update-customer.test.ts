import { beforeEach, describe, expect, it } from 'vitest';
import { getCustomer, getCustomerTimeline, updateCustomer } from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { dictionaryEntries } from '../../../server/kernel/dictionary.ts';
import { setShares } from '../../../server/modules/org/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addEntry } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const change = (as: Id, id: Id, fields: object, version = 1) =>
  world.call(as, updateCustomer, { params: { id }, body: { version, ...fields } });
const read = async (as: Id, id: Id) => (await world.call(as, getCustomer, { params: { id } })).data;

describe('changing a customer', () => {
  it('leaves alone what is not mentioned and clears what is null', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice, { name: '远航', level: 'a', phone: '0512-68880000', note: '旧' });
    world.clock.advance(60_000);
    expect((await change(alice, id, { note: null, level: 'b' })).data).toEqual({ version: 2 });
    expect(await read(alice, id)).toMatchObject({
      name: '远航',
      level: 'b',
      phone: '0512-68880000',
      note: null,
      version: 2,
      touchedAt: world.clock.now().toISOString(),
    });
  });

  it('tells before and after in words', async () => {
    const { alice } = company;
    const [oldOne, newOne] = [await addEntry(world, 'industry', '风电'), await addEntry(world, 'industry', '光伏')];
    const parentId = await addCustomer(world, alice, { name: '集团总部' });
    const id = await addCustomer(world, alice, { industryId: oldOne, region: '310000' });
    await change(alice, id, { industryId: newOne, region: '320500', parentId, level: 'a', kind: 'customer' });
    const line = await world.call(alice, getCustomerTimeline, { params: { id } });
    expect(line.data?.items[0]?.changes).toEqual([
      { field: 'level', label: '级别', before: null, after: 'A 重点' },
      { field: 'industryId', label: '行业', before: '风电', after: '光伏' },
      { field: 'region', label: '地区', before: '上海市', after: '江苏省苏州市' },
      { field: 'parentId', label: '上级客户', before: null, after: '集团总部' },
    ]);
  });

  it('records nothing when nothing changes', async () => {
    const { alice } = company;
    const id = await addCustomer(world, alice, { level: 'a' });
    expect((await change(alice, id, { level: 'a' })).data).toEqual({ version: 1 });
    const line = await world.call(alice, getCustomerTimeline, { params: { id } });
    expect(line.data?.items).toHaveLength(1);
  });

  it('refuses an old version with the name of who was faster and the values as they are now', async () => {
    const { alice, eastLeader } = company;
    const id = await addCustomer(world, alice);
    await change(eastLeader, id, { note: '组长写的' });
    const answer = await change(alice, id, { note: '我写的' });
    expect(answer).toMatchObject({
      status: 409,
      problem: { code: 'conflict.stale', params: { who: '赵东' }, current: { id, note: '组长写的', version: 2 } },
    });
    expect((await read(alice, id))?.note).toBe('组长写的');
  });

  it('keeps a retired option where it was, and refuses to choose it anew', async () => {
    const { alice } = company;
    const industryId = await addEntry(world, 'industry', '风电');
    const [id, other] = [await addCustomer(world, alice, { industryId }), await addCustomer(world, alice)];
    await world.kernel.db(dictionaryEntries.name).where({ id: industryId }).update({ active: 0 });
    expect((await change(alice, id, { industryId, note: '新' })).status).toBe(200);
    expect((await change(alice, other, { industryId })).problem?.code).toBe('customer.option_unknown');
    expect((await read(alice, id))?.industry).toBe('风电');
  });

  it('refuses a parent that is the customer itself or below it', async () => {
    const { alice } = company;
    const top = await addCustomer(world, alice);
    const middle = await addCustomer(world, alice, { parentId: top });
    const bottom = await addCustomer(world, alice, { parentId: middle });
    for (const parentId of [top, middle, bottom])
      expect((await change(alice, top, { parentId })).problem?.code).toBe('customer.own_parent');
    expect((await change(alice, bottom, { parentId: top })).status).toBe(200);
    expect((await read(alice, top))?.children.map((one) => one.id)).toEqual([middle, bottom]);
  });

  it('does not name a parent that is out of sight', async () => {
    const { alice, carol } = company;
    const parentId = await addCustomer(world, carol, { name: '华南集团' });
    const id = await addCustomer(world, alice);
    await world.kernel.db('customers').where({ id }).update({ parent_id: parentId });
    expect((await read(alice, id))?.parent).toEqual({ id: parentId, name: '其他同事的客户', visible: false });
    expect((await change(alice, id, { note: '仍可修改', parentId })).status).toBe(200);
  });

  it('is for the owner, those above and collaborators; to others the customer does not exist', async () => {
    const { alice, bob, boss, carol, eastLeader } = company;
    const id = await addCustomer(world, alice);
    expect((await change(carol, id, { note: '1' })).status).toBe(404);
    expect((await change(bob, id, { note: '1' })).status).toBe(404);
    await inTransaction(world.work, (work) => setShares(work, 'customer', id, [carol]));
    const people = [carol, eastLeader, boss];
    for (const [index, person] of people.entries())
      expect((await change(person, id, { note: `${index}` }, index + 1)).status).toBe(200);
    expect((await world.call(null, updateCustomer, { params: { id }, body: { version: 1 } })).status).toBe(401);
    expect((await change(alice, '1', {})).status).toBe(404);
  });
});
