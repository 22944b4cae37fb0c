import { beforeEach, describe, expect, it } from 'vitest';
import { listDueContacts } from '../../../server/contract/activities.ts';
import { createOpportunity } from '../../../server/contract/opportunities.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld, worldStart } from '../../support/world.ts';
import { addCustomer } from '../customers/customers.ts';
import { logged } from './follow-ups.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
const hour = 3_600_000;
const at = (hours: number): string => new Date(worldStart.getTime() + hours * hour).toISOString();
const promise = async (as: Id, name: string, hours: number): Promise<Id> => {
  const customerId = await addCustomer(world, as, { name });
  await logged(world, as, { customerId, nextContactAt: at(hours) });
  return customerId;
};
const due = async (as: Id, team: '0' | '1' = '0') =>
  (await world.call(as, listDueContacts, { query: { team } })).data?.items.map((one) => one.customer.name);

describe('due contacts', () => {
  it('are what was promised until the end of today, longest overdue first', async () => {
    const { alice } = company;
    await promise(alice, '今晚', 13.9);
    await promise(alice, '明天零点', 14);
    await promise(alice, '一小时后', 1);
    await addCustomer(world, alice, { name: '没有约定' });
    world.clock.advance(2 * hour);
    const answer = await world.call(alice, listDueContacts);
    expect(answer.data?.items).toMatchObject([
      { customer: { name: '一小时后' }, at: at(1), overdue: true, owner: { id: alice }, opportunity: null },
      { customer: { name: '今晚' }, overdue: false },
    ]);
    expect(answer.data?.total).toEqual({ count: 2, capped: false });
  });

  it('name the opportunity the promise was made about', async () => {
    const { alice } = company;
    const customerId = await addCustomer(world, alice);
    const opportunity = await world.call(alice, createOpportunity, { body: { customerId, name: '一期产线' } });
    await logged(world, alice, { customerId, opportunityId: opportunity.data?.id ?? '', nextContactAt: at(1) });
    const answer = await world.call(alice, listDueContacts);
    expect(answer.data?.items).toMatchObject([{ opportunity: { name: '一期产线' } }]);
  });

  it('are my own, or those of everybody I see', async () => {
    const { alice, bob, carol, eastLeader, boss } = company;
    await promise(alice, '甲', 1);
    await promise(bob, '乙', 2);
    await promise(carol, '丙', 3);
    expect(await due(eastLeader)).toEqual([]);
    expect(await due(eastLeader, '1')).toEqual(['甲', '乙']);
    expect(await due(boss, '1')).toEqual(['甲', '乙', '丙']);
    expect(await due(alice, '1')).toEqual(['甲']);
    expect((await world.call(null, listDueContacts)).status).toBe(401);
  });

  it('are gone once somebody has been in contact', async () => {
    const { alice } = company;
    const customerId = await promise(alice, '甲', 1);
    world.clock.advance(2 * hour);
    await logged(world, alice, { customerId });
    expect(await due(alice)).toEqual([]);
  });
});
