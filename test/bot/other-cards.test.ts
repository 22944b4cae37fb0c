import { describe, expect, it } from 'vitest';
import { commentOnFollowUp, logFollowUp } from '../../server/contract/activities.ts';
import { askForCooperation, getCustomer } from '../../server/contract/customers.ts';
import type { Id } from '../../server/contract/page.ts';
import type { Card } from '../../server/ports/chat.ts';
import { addCustomer } from '../server/opportunities/deals.ts';
import { idOf, remove, sync, syncCompany } from '../server/org/synced-company.ts';
import { useWorld } from '../support/world.ts';
import { accountOf, deliver, ledger, press } from './delivering.ts';

const world = useWorld();
const cards = (): Card[] =>
  world.platform.sent.flatMap(({ content }) => (content.type === 'card' ? [content.card] : []));
const messageTo = async (personId: Id): Promise<Id> =>
  (await ledger(world)).findLast((row) => row.personId === personId)?.id ?? '';

describe('a request for co-operation', () => {
  const ask = async (): Promise<{ alice: Id; carol: Id; dave: Id; customerId: Id }> => {
    const { alice, carol, dave } = await world.company.standard();
    const customerId = await addCustomer(world, alice, '青山重工');
    const answer = await world.call(carol, askForCooperation, { body: { name: '青山重工', note: '想一起做' } });
    expect(answer.ok).toBe(true);
    await deliver(world);
    return { alice, carol, dave, customerId };
  };

  it('is granted on the card; the colleague sees the customer and is told', async () => {
    const { alice, carol, customerId } = await ask();
    expect(cards()).toMatchObject([{ title: '吴三 申请协作客户', text: '想一起做' }]);
    await press(world, await messageTo(alice), await accountOf(world, alice), `allow:${carol}`);
    await deliver(world);
    expect((await world.call(carol, getCustomer, { params: { id: customerId } })).ok).toBe(true);
    expect(world.platform.updates.at(-1)?.card).toMatchObject({ settled: '已允许协作', actions: [] });
    expect(cards().at(-1)).toEqual(expect.objectContaining({ title: '李一 同意您协作客户', actions: [] }));
    expect(cards().at(-1)).not.toHaveProperty('settled');
  });

  it('is declined on the card, which stays declined', async () => {
    const { alice, carol, customerId } = await ask();
    const id = await messageTo(alice);
    await press(world, id, await accountOf(world, alice), `decline:${carol}`);
    await deliver(world);
    expect((await world.call(carol, getCustomer, { params: { id: customerId } })).status).toBe(404);
    expect(world.platform.updates.at(-1)?.card).toMatchObject({ settled: '暂不协作' });
    expect(cards().at(-1)).toMatchObject({ title: '李一 暂不同意协作' });
  });

  it('can only be granted to who asked, by the owner of the moment', async () => {
    const { alice, carol, dave, customerId } = await ask();
    await press(world, await messageTo(alice), await accountOf(world, alice), `allow:${dave}`);
    expect((await world.call(dave, getCustomer, { params: { id: customerId } })).status).toBe(404);
    await world.kernel.db('customers').where({ id: customerId }).update({ owner_id: dave });
    await press(world, await messageTo(alice), await accountOf(world, alice), `allow:${carol}`);
    expect((await world.call(carol, getCustomer, { params: { id: customerId } })).status).toBe(404);
    expect(world.platform.updates.at(-1)?.card).toMatchObject({ settled: '无法处理' });
  });
});

describe('a comment on a follow-up', () => {
  it('is told to its author, not to the one who wrote it', async () => {
    const { alice, eastLeader } = await world.company.standard();
    const customerId = await addCustomer(world, alice);
    const body = { customerId, kind: 'call' as const, content: '聊了聊' };
    const id = (await world.call(alice, logFollowUp, { body })).data?.id ?? '';
    await world.call(alice, commentOnFollowUp, { params: { id }, body: { text: '自己补充' } });
    await world.call(eastLeader, commentOnFollowUp, { params: { id }, body: { text: '下次带上方案' } });
    await deliver(world);
    expect(cards()).toMatchObject([{ title: '赵东 点评了您的跟进', text: '下次带上方案' }]);
  });
});

describe('a stopped sync', () => {
  const stop = async (): Promise<{ id: Id; admin: Id }> => {
    const { admin } = await syncCompany(world);
    await world.company.giveRole(await idOf(world, 'boss'), '管理员');
    remove(world, ...Array.from({ length: 25 }, (_, index) => `p${index}`));
    world.platform.allAccounts = new Set();
    const id = await sync(world);
    await deliver(world);
    return { id, admin };
  };
  const syncCards = (): Card[] => cards().filter((card) => card.title === '组织同步等待确认');

  it('asks the administrators, and says on every copy what one of them decided', async () => {
    const { id, admin } = await stop();
    expect(syncCards()).toHaveLength(2);
    expect(syncCards()[0]?.facts).toContainEqual({ label: '离职', value: '25 人' });
    await press(world, await messageTo(admin), 'admin', 'cancel');
    await deliver(world);
    expect(await world.kernel.db('org_syncs').where({ id }).first('state')).toEqual({ state: 'cancelled' });
    const copies = (await ledger(world)).filter((row) => row.topic === 'org_sync');
    expect(copies.map((row) => row.settled)).toEqual(['已取消', '已取消']);
  });

  it('obeys nobody whose right was taken away meanwhile', async () => {
    const { id, admin } = await stop();
    await world.kernel.db('person_roles').where({ person_id: admin }).delete();
    await world.company.grant(admin, 'self', []);
    await press(world, await messageTo(admin), 'admin', 'confirm');
    expect(await world.kernel.db('org_syncs').where({ id }).first('state')).toEqual({ state: 'waiting' });
    expect(world.platform.updates.at(-1)?.card.text).toBe('您没有使用这项功能的权限');
  });
});
