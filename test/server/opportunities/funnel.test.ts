import { beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../server/contract/endpoint.ts';
import { getFunnel, loseOpportunity, moveStage, type Stage } from '../../../server/contract/opportunities.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addDeal, addProduct, countQueries, read, win } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

type Query = NonNullable<CallInput<typeof getFunnel>['query']>;
const funnel = (as: string | null, query: Query = {}) => world.call(as, getFunnel, { query });
const stageOf = async (as: string, stage: Stage, query: Query = {}) =>
  (await funnel(as, query)).data?.stages.find((one) => one.stage === stage);

const days = (count: number): void => world.clock.advance(count * 86_400_000);
const move = async (as: string, id: string, stage: Stage): Promise<void> => {
  const facts = { contactPerson: '王总', need: '扩产', plan: '参观', survey: '可行' };
  const { version } = await read(world, as, id);
  await world.call(as, moveStage, { params: { id }, body: { stage, facts, version } });
};

describe('the funnel', () => {
  it('adds up open opportunities by stage, and what was won and lost', async () => {
    await addDeal(world, people.alice, { amount: 100 });
    await addDeal(world, people.bob, { amount: 50 });
    await addDeal(world, people.alice, { amount: 300, stage: 'evaluation' });
    const lost = await addDeal(world, people.alice, { amount: 70 });
    const reason = await world.kernel.db('dictionary_entries').where({ kind: 'loss_reason' }).first('id');
    await world.call(people.alice, loseOpportunity, {
      params: { id: lost },
      body: { reasonId: String(reason.id), version: 1 },
    });
    const productId = await addProduct(world, people.admin, 1000);
    const won = await addDeal(world, people.bob, { lines: [{ productId, quantity: 2, agreedPrice: 1000 }] });
    await win(world, people.bob, won);
    const { data } = await funnel(people.eastLeader);
    expect(data).toMatchObject({ scope: '我和团队', won: { count: 1, amount: 2000 }, lost: { count: 1, amount: 70 } });
    expect(data?.stages).toHaveLength(9);
    expect(data?.stages.filter((one) => one.count > 0)).toMatchObject([
      { stage: 'first_contact', count: 2, amount: 150 },
      { stage: 'evaluation', count: 1, amount: 300 },
    ]);
  });

  it('says how many went on from a stage and how long they took', async () => {
    const [first, second, third] = [
      await addDeal(world, people.alice),
      await addDeal(world, people.alice),
      await addDeal(world, people.alice),
    ];
    await addDeal(world, people.alice);
    days(2);
    await move(people.alice, first ?? '', 'needs');
    days(2);
    await move(people.alice, second ?? '', 'survey');
    await move(people.alice, third ?? '', 'needs');
    await move(people.alice, third ?? '', 'first_contact');
    expect(await stageOf(people.alice, 'first_contact')).toMatchObject({ count: 2, conversion: 75, averageDays: 3.3 });
    expect(await stageOf(people.alice, 'needs')).toMatchObject({ count: 1, conversion: 0, averageDays: 0 });
    expect(await stageOf(people.alice, 'planning')).toMatchObject({ count: 0, conversion: null, averageDays: null });
  });

  it('forgets stays of more than a year ago', async () => {
    const id = await addDeal(world, people.alice);
    days(1);
    await move(people.alice, id, 'needs');
    days(366);
    expect(await stageOf(people.alice, 'first_contact')).toMatchObject({ conversion: null, averageDays: null });
  });

  it('does not count what is in the recycle bin', async () => {
    const id = await addDeal(world, people.alice, { amount: 100 });
    await world.kernel.db('opportunities').where({ id }).update({ deleted_at: world.clock.now() });
    expect(await stageOf(people.alice, 'first_contact')).toMatchObject({ count: 0, amount: 0, conversion: null });
  });

  it("is for a person, a department, oneself, one's team or everything in scope", async () => {
    await addDeal(world, people.alice, { amount: 1 });
    await addDeal(world, people.carol, { amount: 10 });
    await addDeal(world, people.boss, { amount: 100 });
    const amountOf = async (as: string, query: Query): Promise<[string | undefined, number | undefined]> => {
      const { data } = await funnel(as, query);
      return [data?.scope, data?.stages[0]?.amount];
    };
    expect(await amountOf(people.boss, {})).toEqual(['全公司', 111]);
    expect(await amountOf(people.boss, { relation: 'mine' })).toEqual(['我负责的', 100]);
    expect(await amountOf(people.boss, { relation: 'team' })).toEqual(['我的团队', 11]);
    expect(await amountOf(people.boss, { ownerId: people.carol })).toEqual(['吴三', 10]);
    expect(await amountOf(people.boss, { departmentId: people.east })).toEqual(['华东部', 1]);
    expect(await amountOf(people.eastLeader, { departmentId: people.root })).toEqual(['远航公司', 1]);
  });

  it('of people and departments out of scope does not exist', async () => {
    for (const query of [
      { ownerId: people.carol },
      { departmentId: people.south },
      { ownerId: '1' },
      { departmentId: '1' },
    ])
      expect((await funnel(people.alice, query)).problem).toMatchObject({ status: 404, code: 'record.not_found' });
    expect((await funnel(null)).status).toBe(401);
  });

  it('costs the same number of queries for two opportunities and for twenty', async () => {
    for (let index = 0; index < 2; index += 1) await addDeal(world, people.alice);
    const few = await countQueries(world, () => funnel(people.eastLeader));
    for (let index = 0; index < 18; index += 1) await addDeal(world, people.bob);
    expect(await countQueries(world, () => funnel(people.eastLeader))).toBe(few);
  });
});
