import { beforeEach, describe, expect, it } from 'vitest';
import { getWorkbench, type Workbench } from '../../../server/contract/insight.ts';
import { totalCap, type Id } from '../../../server/contract/page.ts';
import { insertMany } from '../../../server/kernel/rows.ts';
import { customers } from '../../../server/modules/customers/store.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal } from '../opportunities/deals.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});

const read = async (as: Id): Promise<Workbench> => {
  const answer = await world.call(as, getWorkbench);
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data;
};

describe('the workbench', () => {
  it('tells what is open in all, by stage and by person of the same records', async () => {
    const { alice, bob, eastLeader, carol } = company;
    await addDeal(world, alice, { amount: 500 });
    await addDeal(world, bob, { amount: 30, stage: 'needs' });
    await addDeal(world, bob, { amount: 4, stage: 'needs' });
    await addDeal(world, carol, { amount: 9_000 });
    const { month, funnel, team } = await read(eastLeader);
    expect(month.openAmount).toBe(534);
    expect(funnel.filter(({ count }) => count > 0)).toMatchObject([
      { stage: 'first_contact', count: 1, amount: 500 },
      { stage: 'needs', count: 2, amount: 34 },
    ]);
    expect(team.map((row) => [row.person.id, row.openAmount])).toEqual([
      [alice, 500],
      [bob, 34],
    ]);
    expect((await read(alice)).month.openAmount).toBe(500);
  });

  it('says "and more" instead of counting thousands that wait', async () => {
    const { alice, eastLeader } = company;
    const now = world.clock.now();
    const due = new Date(now.getTime() - 3_600_000);
    await insertMany(
      world.work,
      customers,
      Array.from({ length: totalCap + 5 }, (_, at) => ({
        ...{ name: `客户${at}`, nameKey: `客户${at}`, kind: 'customer' as const, ownerId: alice },
        ...{ touchedAt: now, nextContactAt: due, followUps: 0, openOpportunities: 0, openAmount: 0, wonAmount: 0 },
      })),
    );
    for (const viewer of [alice, eastLeader]) expect((await read(viewer)).todo.overdueContacts).toBe(totalCap);
  });
});
