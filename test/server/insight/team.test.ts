import { beforeEach, describe, expect, it } from 'vitest';
import { logFollowUp } from '../../../server/contract/activities.ts';
import { getWorkbench } from '../../../server/contract/insight.ts';
import type { Id } from '../../../server/contract/page.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addDeal, addProduct, win } from '../opportunities/deals.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});

const teamOf = async (as: Id, personId?: Id): Promise<[Id, number, number, number][]> => {
  const { data } = await world.call(as, getWorkbench, { query: personId ? { personId } : {} });
  return (data?.team ?? []).map((row) => [row.person.id, row.followUps, row.openAmount, row.wonAmount]);
};

describe('the people one may step down into', () => {
  it('stand with their own figures, leaders with those of everybody below them', async () => {
    const { admin, boss, eastLeader, southLeader, alice, bob } = company;
    const productId = await addProduct(world, admin, 100_000);
    const lines = [{ productId, quantity: 1, agreedPrice: 100_000 }];
    const customerId = await addCustomer(world, alice);
    await world.call(alice, logFollowUp, { body: { customerId, kind: 'call', content: '约了样机演示' } });
    await addDeal(world, alice, { customerId, amount: 5_000 });
    await win(world, bob, await addDeal(world, bob, { lines }));
    await addDeal(world, eastLeader, { amount: 700 });
    expect(await teamOf(eastLeader)).toEqual([
      [bob, 0, 0, 100_000],
      [alice, 1, 5_000, 0],
    ]);
    const direct = new Map((await teamOf(boss)).map(([id, ...figures]) => [id, figures]));
    expect(direct.get(eastLeader)).toEqual([1, 5_700, 100_000]);
    expect(direct.get(southLeader)).toEqual([0, 0, 0]);
    expect(await teamOf(boss, eastLeader)).toEqual(await teamOf(eastLeader));
  });
});
