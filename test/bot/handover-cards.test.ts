import { describe, expect, it } from 'vitest';
import { getCustomer } from '../../server/contract/customers.ts';
import type { Id } from '../../server/contract/page.ts';
import { emit } from '../../server/kernel/event.ts';
import { personLeft } from '../../server/modules/org/index.ts';
import type { ExternalContact } from '../../server/ports/external-contacts.ts';
import { addCustomer, addDeal } from '../server/opportunities/deals.ts';
import { useWorld } from '../support/world.ts';
import { accountOf, deliver, ledger, press } from './delivering.ts';

const world = useWorld();

/** Alice owns two customers and leaves. */
const leave = async (
  contacts: ExternalContact[] = [],
): Promise<{ alice: Id; eastLeader: Id; boss: Id; customerId: Id; card: Id }> => {
  const { alice, eastLeader, boss } = await world.company.standard();
  const customerId = await addCustomer(world, alice);
  await addDeal(world, alice, { customerId, amount: 36_800_000 });
  await addCustomer(world, alice);
  const account = await accountOf(world, alice);
  world.platform.contacts.set(account, contacts);
  await world.kernel.db('people').where({ id: alice }).update({ state: 'left' });
  await world.kernel.db('org_state').increment('version', 1);
  const payload = { personId: alice, name: '李一', account };
  await emit(world.work, personLeft, { subject: { kind: 'person', id: alice }, payload });
  await deliver(world);
  const card = (await ledger(world)).find((row) => row.topic === 'handover' && row.personId === eastLeader)?.id ?? '';
  return { alice, eastLeader, boss, customerId, card };
};
const sentCards = () => world.platform.sent.flatMap(({ content }) => (content.type === 'card' ? [content.card] : []));

describe('somebody has left', () => {
  it('and the leader is asked to take over or to distribute', async () => {
    await leave();
    expect(sentCards()).toMatchObject([
      {
        title: '李一 的客户待交接',
        facts: [{ label: '待交接', value: '3 项' }, { label: '金额' }],
        actions: [{ key: 'take_over', label: '由我接手' }, { label: '在应用中分配' }],
      },
    ]);
    expect(sentCards()[0]?.actions[1]?.path).toMatch(/^\/handovers\/\d+\/assignment$/);
  });

  it('and the card counts their contacts and groups on the platform', async () => {
    await leave([
      { kind: 'person', externalKey: 'wm1', name: '王先生', company: null },
      { kind: 'group', externalKey: 'wr1', name: '宏达项目群', company: null },
    ]);
    const counted = sentCards()[0]?.facts.slice(2);
    expect(counted).toEqual([
      { label: '外部联系人', value: '1 位' },
      { label: '客户群', value: '1 个' },
    ]);
  });

  it('and one press takes everything over; the card says so and the leader is told when it is done', async () => {
    const { eastLeader, customerId, card } = await leave();
    await press(world, card, await accountOf(world, eastLeader), 'take_over');
    expect(world.platform.updates.at(-1)?.card).toMatchObject({ settled: '交接中', text: '由 赵东 接手' });
    await deliver(world);
    const customer = await world.call(eastLeader, getCustomer, { params: { id: customerId } });
    expect(customer.data?.owner?.id).toBe(eastLeader);
    expect(sentCards().at(-1)).toMatchObject({ title: '李一 的客户交到您手上', emphasis: { value: '3' } });
    const copy = (await ledger(world)).find((row) => row.id === card);
    expect(copy?.settled).toBe('已完成');
  });

  it('and a second press finds it taken', async () => {
    const { eastLeader, card } = await leave();
    const account = await accountOf(world, eastLeader);
    await press(world, card, account, 'take_over');
    await deliver(world);
    await press(world, card, account, 'take_over');
    expect(world.platform.updates.at(-1)?.card).toMatchObject({
      settled: '已完成',
      text: '这份交接目前已完成,不能再分配',
    });
  });
});
