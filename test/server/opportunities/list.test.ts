import { beforeEach, describe, expect, it } from 'vitest';
import { setCollaborators } from '../../../server/contract/customers.ts';
import type { CallInput } from '../../../server/contract/endpoint.ts';
import { listOpportunities } from '../../../server/contract/opportunities.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { touchOpportunity } from '../../../server/modules/opportunities/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld, type Answer } from '../../support/world.ts';
import { addCustomer, addDeal, countQueries, read } from './deals.ts';

const world = useWorld();
let people: StandardCompany;
beforeEach(async () => {
  people = await world.company.standard();
});

type Query = NonNullable<CallInput<typeof listOpportunities>['query']>;
const list = (as: string | null, query: Query = {}): Promise<Answer<typeof listOpportunities>> =>
  world.call(as, listOpportunities, { query });
const names = async (as: string, query: Query = {}): Promise<string[]> =>
  (await list(as, query)).data?.items.map((item) => item.name) ?? [];

/** One opportunity of each salesperson, opened a minute after another. */
const oneEach = async (): Promise<void> => {
  for (const [owner, name] of [
    [people.alice, '甲项目'],
    [people.bob, '乙项目'],
    [people.carol, '丙项目'],
  ] as const) {
    await addDeal(world, owner, { name, amount: 100 });
    world.clock.advance(60_000);
  }
};

describe('whose opportunities are listed', () => {
  it("one's own and those of the people below, newest activity first", async () => {
    await oneEach();
    expect(await names(people.alice)).toEqual(['甲项目']);
    expect(await names(people.eastLeader)).toEqual(['乙项目', '甲项目']);
    expect(await names(people.boss)).toEqual(['丙项目', '乙项目', '甲项目']);
    expect((await list(null)).status).toBe(401);
  });

  it('and those of customers one collaborates on', async () => {
    const customerId = await addCustomer(world, people.alice);
    await addDeal(world, people.alice, { customerId, name: '联合项目' });
    await world.call(people.alice, setCollaborators, {
      params: { id: customerId },
      body: { personIds: [people.carol] },
    });
    expect(await names(people.carol)).toEqual(['联合项目']);
    expect(await names(people.carol, { relation: 'mine' })).toEqual([]);
    expect(await names(people.carol, { ownerId: people.alice })).toEqual(['联合项目']);
    expect(await names(people.carol, { ownerId: people.bob })).toEqual([]);
  });

  it("narrowed to a person, a department, oneself or the others, never beyond one's scope", async () => {
    await oneEach();
    expect(await names(people.boss, { ownerId: people.bob })).toEqual(['乙项目']);
    expect(await names(people.boss, { departmentId: people.east })).toEqual(['乙项目', '甲项目']);
    expect(await names(people.boss, { departmentId: people.east, ownerId: people.carol })).toEqual([]);
    expect(await names(people.eastLeader, { relation: 'team' })).toEqual(['乙项目', '甲项目']);
    expect(await names(people.eastLeader, { relation: 'mine' })).toEqual([]);
    expect(await names(people.alice, { relation: 'team' })).toEqual([]);
    expect(await names(people.alice, { departmentId: people.south })).toEqual([]);
    expect(await names(people.alice, { ownerId: people.carol })).toEqual([]);
  });
});

describe('the filters', () => {
  it('by state, stage and customer', async () => {
    const customerId = await addCustomer(world, people.alice);
    await addDeal(world, people.alice, { customerId, name: '早' });
    await addDeal(world, people.alice, { name: '晚', stage: 'negotiation' });
    const lost = await addDeal(world, people.alice, { name: '输' });
    await world.kernel.db('opportunities').where({ id: lost }).update({ state: 'lost', closed_on: '2026-03-01' });
    expect(await names(people.alice, { state: 'lost' })).toEqual(['输']);
    expect((await names(people.alice, { state: 'open,lost' })).length).toBe(3);
    expect(await names(people.alice, { stage: 'negotiation,evaluation' })).toEqual(['晚']);
    expect(await names(people.alice, { customerId })).toEqual(['早']);
    expect((await list(people.alice, { state: 'unknown' })).status).toBe(400);
  });

  it('by the day it closes, both ends included', async () => {
    for (const day of ['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01'])
      await addDeal(world, people.alice, { name: day, expectedCloseOn: day });
    await addDeal(world, people.alice, { name: '未定' });
    expect(await names(people.alice, { closeFrom: '2026-04-01', closeUntil: '2026-04-30', sort: 'close' })).toEqual([
      '2026-04-01',
      '2026-04-30',
    ]);
  });

  it('by how long nobody was in contact', async () => {
    const fresh = await addDeal(world, people.alice, { name: '常联系' });
    await addDeal(world, people.alice, { name: '久未联系' });
    world.clock.advance(5 * 86_400_000);
    await inTransaction(world.work, (work) => touchOpportunity(work, fresh, { lastContactAt: world.clock.now() }));
    world.clock.advance(1);
    expect(await names(people.alice, { silentDays: 5 })).toEqual(['久未联系']);
    world.clock.advance(9 * 86_400_000);
    expect(await names(people.alice, { silentDays: 5 })).toEqual(['常联系', '久未联系']);
    expect(await names(people.alice, { silentDays: 5, sort: 'silent' })).toEqual(['久未联系', '常联系']);
    expect(await names(people.alice, { sort: 'silent' })).toEqual(['久未联系', '常联系']);
  });

  it('by any part of the name, its pinyin and initials, within scope', async () => {
    await addDeal(world, people.alice, { name: '远景机械产线改造' });
    await addDeal(world, people.carol, { name: '远景能源储能' });
    expect(await names(people.alice, { keyword: '产线' })).toEqual(['远景机械产线改造']);
    expect(await names(people.alice, { keyword: 'yuanjing' })).toEqual(['远景机械产线改造']);
    expect((await names(people.boss, { keyword: 'yj' })).sort()).toEqual(['远景机械产线改造', '远景能源储能']);
    expect(await names(people.boss, { keyword: '不存在' })).toEqual([]);
  });
});

describe('the orders', () => {
  it('largest amount first, and closing soonest first with undecided days last', async () => {
    await addDeal(world, people.alice, { name: '小', amount: 1, expectedCloseOn: '2026-04-01' });
    await addDeal(world, people.alice, { name: '大', amount: 1_000_000_000 });
    await addDeal(world, people.bob, { name: '中', amount: 20, expectedCloseOn: '2026-03-20' });
    expect(await names(people.eastLeader, { sort: 'amount' })).toEqual(['大', '中', '小']);
    expect(await names(people.boss, { sort: 'amount' })).toEqual(['大', '中', '小']);
    expect(await names(people.eastLeader, { sort: 'close' })).toEqual(['中', '小', '大']);
  });

  it.each([
    { sort: 'touched' },
    { sort: 'amount' },
    { sort: 'close' },
    { sort: 'silent' },
    { sort: 'silent', state: 'open' },
    { sort: 'silent', state: 'open,won' },
  ] as const)('pages by $sort of $state without gaps or repeats', async (asked) => {
    for (let index = 0; index < 7; index += 1)
      await addDeal(world, index % 2 ? people.alice : people.bob, {
        name: `第${index}`,
        amount: Math.floor(index / 3),
        expectedCloseOn: `2026-04-0${1 + (index % 2)}`,
      });
    for (const viewer of [people.eastLeader, people.boss]) {
      const all = await names(viewer, asked);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const answer: Answer<typeof listOpportunities> = await list(viewer, {
          ...asked,
          limit: 3,
          ...(cursor && { cursor }),
        });
        seen.push(...(answer.data?.items.map((item) => item.name) ?? []));
        cursor = answer.data?.nextCursor ?? null;
      } while (cursor);
      expect(seen).toEqual(all);
      expect(new Set(seen).size).toBe(7);
    }
  });
});

describe('beside the rows', () => {
  it('the first page counts and adds up everything that matches, not only the page', async () => {
    for (const amount of [100, 200, 300]) await addDeal(world, people.alice, { amount });
    await addDeal(world, people.carol, { amount: 5000 });
    const first = (await list(people.eastLeader, { limit: 2 })).data;
    expect(first).toMatchObject({ total: { count: 3, capped: false }, amount: 600 });
    const next = (await list(people.eastLeader, { limit: 2, cursor: first?.nextCursor ?? '' })).data;
    expect(next).toMatchObject({ total: null, amount: null });
    expect((await list(people.eastLeader, { cursor: 'x' })).problem?.code).toBe('request.bad_cursor');
  });

  it('the number of queries is the same for two rows and for twenty', async () => {
    for (let index = 0; index < 2; index += 1) await addDeal(world, people.alice);
    const few = await countQueries(world, () => list(people.eastLeader));
    for (let index = 0; index < 18; index += 1) await addDeal(world, people.bob);
    expect(few).toBeGreaterThan(3);
    expect(await countQueries(world, () => list(people.eastLeader))).toBe(few);
  });

  it("a touch makes nobody's open form stale and never moves the last contact back", async () => {
    const id = await addDeal(world, people.alice);
    const at = new Date('2026-03-10T01:00:00.000Z');
    const touch = (lastContactAt: Date, nextContactAt: Date | null) =>
      inTransaction(world.work, (work) => touchOpportunity(work, id, { lastContactAt, nextContactAt }));
    await touch(at, new Date('2026-03-12T01:00:00.000Z'));
    await touch(new Date('2026-03-01T01:00:00.000Z'), null);
    expect(await read(world, people.alice, id)).toMatchObject({
      version: 1,
      lastContactAt: at.toISOString(),
      nextContactAt: null,
    });
  });
});
