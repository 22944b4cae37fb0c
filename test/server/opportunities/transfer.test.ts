import { beforeEach, describe, expect, it } from 'vitest';
import { getOpportunityTimeline } from '../../../server/contract/opportunities.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { ownableOpportunities } from '../../../server/modules/opportunities/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal, countQueries, read } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

const transfer = (rows: { id: string; version?: number }[], to = people.carol) =>
  inTransaction(world.work, (work) =>
    ownableOpportunities.transfer(work, { rows, from: people.alice, to, reason: '离职交接', caseId: '900' }),
  );

describe('opportunities that change hands', () => {
  it("belong to the receiver and the receiver's department, and say so; nothing else changes", async () => {
    const id = await addDeal(world, people.alice, { amount: 100, situation: '有预算' });
    const { touchedAt } = await read(world, people.alice, id);
    world.clock.advance(1000);
    expect(await transfer([{ id, version: 1 }])).toEqual([{ id, version: 2 }]);
    expect(await read(world, people.carol, id)).toMatchObject({
      owner: { id: people.carol },
      situation: '有预算',
      touchedAt,
      version: 2,
    });
    const row = await world.kernel.db('opportunities').where({ id }).first('owner_department_id');
    expect(row.owner_department_id).toBe(people.south);
    const timeline = await world.call(people.carol, getOpportunityTimeline, { params: { id } });
    expect(timeline.data?.items[0]).toMatchObject({
      name: 'opportunity.transferred',
      reason: '离职交接',
      changes: [{ label: '负责人', before: '李一', after: '吴三' }],
    });
  });

  it('stay when they belong to somebody else by now or were changed since', async () => {
    const own = await addDeal(world, people.alice);
    const changed = await addDeal(world, people.alice);
    const others = await addDeal(world, people.bob);
    await world.kernel.db('opportunities').where({ id: changed }).update({ version: 2 });
    expect(
      await transfer([
        { id: own, version: 1 },
        { id: changed, version: 1 },
        { id: others, version: 1 },
      ]),
    ).toEqual([{ id: own, version: 2 }]);
  });

  it('take the same number of statements for two rows and for twenty', async () => {
    const make = async (count: number): Promise<{ id: string }[]> => {
      const rows: { id: string }[] = [];
      for (let index = 0; index < count; index += 1) rows.push({ id: await addDeal(world, people.alice) });
      return rows;
    };
    const [few, many] = [await make(2), await make(20)];
    const forFew = await countQueries(world, () => transfer(few));
    expect(await countQueries(world, () => transfer(many))).toBe(forFew);
    expect(await world.kernel.db('events').where({ name: 'opportunity.transferred' })).toHaveLength(22);
  });

  it('are counted and listed with the recycle bin, in portions by id', async () => {
    const ids = [
      await addDeal(world, people.alice, { amount: 100 }),
      await addDeal(world, people.alice, { amount: 50 }),
      await addDeal(world, people.alice, { amount: 7 }),
    ];
    await world.kernel.db('opportunities').where({ id: ids[1] }).update({ deleted_at: world.clock.now() });
    await world.kernel.db('opportunities').where({ id: ids[2] }).update({ state: 'won' });
    expect(await ownableOpportunities.count(world.work, people.alice)).toEqual({ count: 3, amount: 100 });
    expect(await ownableOpportunities.count(world.work, people.bob)).toEqual({ count: 0, amount: 0 });
    const first = await ownableOpportunities.list(world.work, people.alice, null, 2);
    expect(first.map((row) => row.id)).toEqual(ids.slice(0, 2));
    expect(first[0]).toMatchObject({ amount: 100, version: 1, customerId: expect.any(String) as string });
    const rest = await ownableOpportunities.list(world.work, people.alice, ids[1] ?? null, 2);
    expect(rest.map((row) => row.id)).toEqual(ids.slice(2));
  });
});
