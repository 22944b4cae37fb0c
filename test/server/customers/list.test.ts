import { beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { listCustomers } from '../../../server/contract/customers.ts';
import type { Id } from '../../../server/contract/page.ts';
import { inTransaction } from '../../../server/kernel/transaction.ts';
import { touchCustomer } from '../../../server/modules/customers/index.ts';
import { setShares } from '../../../server/modules/org/index.ts';
import type { StandardCompany } from '../../support/company.ts';
import { useWorld } from '../../support/world.ts';
import { addCustomer, addEntry } from './customers.ts';

const world = useWorld();
let company: StandardCompany;
beforeEach(async () => {
  company = await world.company.standard();
});
type Query = z.input<typeof listCustomers.query>;
const list = async (as: Id, query: Query = {}): Promise<string[]> => {
  const answer = await world.call(as, listCustomers, { query });
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.data.items.map((one) => one.name);
};
const share = (id: Id, personIds: Id[]) =>
  inTransaction(world.work, (work) => setShares(work, 'customer', id, personIds));
/** A minute passes before each, so that orders are certain. */
const add = (as: Id, name: string, fields: Parameters<typeof addCustomer>[2] = {}): Promise<Id> => {
  world.clock.advance(60_000);
  return addCustomer(world, as, { name, ...fields });
};

describe('the list of customers', () => {
  it('holds what exists for the viewer: own, subordinates, shared, everything', async () => {
    const { alice, bob, carol, eastLeader, southLeader, boss } = company;
    await add(alice, '甲');
    await add(bob, '乙');
    await share(await add(carol, '丙'), [alice]);
    expect(await list(alice)).toEqual(['丙', '甲']);
    expect(await list(bob)).toEqual(['乙']);
    expect(await list(eastLeader)).toEqual(['乙', '甲']);
    expect(await list(southLeader)).toEqual(['丙']);
    expect(await list(boss)).toEqual(['丙', '乙', '甲']);
    expect((await world.call(null, listCustomers)).status).toBe(401);
  });

  it('is the same for a viewer of many owners, who are not asked one by one', async () => {
    const { east, eastLeader, alice, carol } = company;
    for (let n = 0; n < 45; n += 1)
      await world.company.person(`员工${n}`, { departmentId: east, leaderId: eastLeader });
    await add(alice, '甲');
    await share(await add(carol, '丙'), [eastLeader]);
    await add(carol, '丁');
    expect(await list(eastLeader)).toEqual(['丙', '甲']);
    expect(await list(eastLeader, { limit: 1 })).toEqual(['丙']);
    expect(await list(eastLeader, { keyword: '甲' })).toEqual(['甲']);
    expect(await list(eastLeader, { keyword: '丁' })).toEqual([]);
  });

  it('is narrowed to mine, shared with me, or my team', async () => {
    const { alice, bob, carol, eastLeader, boss } = company;
    await add(eastLeader, '组长的');
    await add(alice, '甲');
    await add(bob, '乙');
    await share(await add(carol, '丙'), [eastLeader]);
    expect(await list(eastLeader, { relation: 'mine' })).toEqual(['组长的']);
    expect(await list(eastLeader, { relation: 'shared' })).toEqual(['丙']);
    expect(await list(eastLeader, { relation: 'team' })).toEqual(['乙', '甲']);
    expect(await list(boss, { relation: 'mine' })).toEqual([]);
    expect(await list(boss, { relation: 'team' })).toEqual(['丙', '乙', '甲', '组长的']);
    expect(await list(alice, { relation: 'shared' })).toEqual([]);
  });

  it('is narrowed to an owner or a department and below, never beyond the scope', async () => {
    const { alice, bob, carol, eastLeader, boss, east, south, root } = company;
    const below = await world.company.department('苏州组', east);
    const erin = await world.company.person('钱五', { departmentId: below });
    await add(alice, '甲');
    await add(bob, '乙');
    await share(await add(carol, '丙'), [eastLeader]);
    await add(carol, '丁');
    await add(erin, '戊');
    expect(await list(boss, { departmentId: east })).toEqual(['戊', '乙', '甲']);
    expect(await list(boss, { departmentId: below })).toEqual(['戊']);
    expect(await list(boss, { departmentId: root })).toHaveLength(5);
    expect(await list(boss, { departmentId: east, ownerId: carol })).toEqual([]);
    expect(await list(boss, { departmentId: '1' })).toEqual([]);
    expect(await list(eastLeader, { departmentId: south })).toEqual(['丙']);
    expect(await list(eastLeader, { ownerId: carol })).toEqual(['丙']);
    expect(await list(eastLeader, { ownerId: alice })).toEqual(['甲']);
    expect(await list(bob, { ownerId: alice })).toEqual([]);
  });

  it('is filtered by what is on the customer', async () => {
    const { alice } = company;
    const [wind, fair] = [await addEntry(world, 'industry', '风电'), await addEntry(world, 'source', '行业展')];
    await add(alice, '苏州', { region: '320500', level: 'a', industryId: wind });
    await add(alice, '南京', { region: '320100', level: 'b', sourceId: fair, kind: 'agent' });
    await add(alice, '上海', { region: '310100', level: 'a', industryId: wind, sourceId: fair });
    expect(await list(alice, { region: '320000' })).toEqual(['南京', '苏州']);
    expect(await list(alice, { region: '320500' })).toEqual(['苏州']);
    expect(await list(alice, { level: 'a' })).toEqual(['上海', '苏州']);
    expect(await list(alice, { level: 'a,b' })).toHaveLength(3);
    expect(await list(alice, { industryId: wind, level: 'a', region: '310000' })).toEqual(['上海']);
    expect(await list(alice, { sourceId: fair })).toEqual(['上海', '南京']);
    expect(await list(alice, { kind: 'agent,partner' })).toEqual(['南京']);
    expect(await list(alice, { industryId: '1' })).toEqual([]);
    expect(await list(company.boss, { level: 'a', region: '320000' })).toEqual(['苏州']);
  });

  it('shows whom nobody has contacted for a while, counted from creation when never', async () => {
    const { alice } = company;
    const [contacted, touched] = [await add(alice, '联系过'), await add(alice, '只编辑过')];
    world.clock.advance(7 * 86_400_000);
    await touchCustomer(world.work, contacted, { lastContactAt: world.clock.now() });
    await touchCustomer(world.work, touched);
    await add(alice, '新客户');
    expect(await list(alice, { silentDays: 5 })).toEqual(['只编辑过']);
    expect(await list(alice, { silentDays: 10 })).toEqual([]);
  });

  it('shows the long silent by their last contact, page by page, whatever else happened to them', async () => {
    const { alice, boss } = company;
    const ids = [await add(alice, '一'), await add(alice, '二'), await add(alice, '三')];
    for (const id of ids.toReversed()) {
      world.clock.advance(86_400_000);
      await touchCustomer(world.work, id, { lastContactAt: world.clock.now() });
    }
    world.clock.advance(30 * 86_400_000);
    await touchCustomer(world.work, ids[2] as string);
    await add(alice, '新客户');
    for (const viewer of [alice, boss]) {
      expect(await list(viewer, { silentDays: 15 })).toEqual(['一', '二', '三']);
      const query: Query = { silentDays: 15, limit: 2 };
      const first = (await world.call(viewer, listCustomers, { query })).data;
      const rest = (await world.call(viewer, listCustomers, { query: { ...query, cursor: first?.nextCursor ?? '' } }))
        .data;
      expect([first?.items, rest?.items].map((page) => page?.map((one) => one.name))).toEqual([['一', '二'], ['三']]);
    }
  });

  it('is ordered by activity, by creation, or by whom to contact first', async () => {
    const { alice } = company;
    const [first, second] = [await add(alice, '一'), await add(alice, '二')];
    await add(alice, '三');
    const later = (days: number): Date => new Date(world.clock.now().getTime() + days * 86_400_000);
    world.clock.advance(1000);
    await touchCustomer(world.work, second, { nextContactAt: later(9) });
    world.clock.advance(1000);
    await touchCustomer(world.work, first, { nextContactAt: later(2) });
    expect(await list(alice)).toEqual(['一', '二', '三']);
    expect(await list(alice, { sort: 'created' })).toEqual(['三', '二', '一']);
    expect(await list(alice, { sort: 'next_contact' })).toEqual(['一', '二', '三']);
  });

  it.each(['touched', 'created', 'next_contact'] as const)(
    'by %s is read page by page without gaps or repeats',
    async (sort) => {
      const { alice, eastLeader, boss } = company;
      for (let n = 0; n < 7; n += 1) await addCustomer(world, n % 2 ? alice : eastLeader, { name: `客户${n}` });
      for (const viewer of [eastLeader, boss]) {
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const query: Query = { sort, limit: 3, ...(cursor ? { cursor } : {}) };
          const answer = await world.call(viewer, listCustomers, { query });
          seen.push(...(answer.data?.items.map((one) => one.name) ?? []));
          cursor = answer.data?.nextCursor ?? null;
        } while (cursor);
        expect(seen).toHaveLength(7);
        expect(new Set(seen).size).toBe(7);
      }
    },
  );

  it('asks the database as often for 20 rows as for 2', async () => {
    const { alice } = company;
    const industryId = await addEntry(world, 'industry', '风电');
    for (let n = 0; n < 20; n += 1) await addCustomer(world, alice, { industryId });
    const count = async (query: Query): Promise<number> => {
      let queries = 0;
      const onQuery = () => void (queries += 1);
      world.kernel.db.on('query', onQuery);
      expect(await list(alice, query)).toHaveLength(Number(query.limit));
      world.kernel.db.removeListener('query', onQuery);
      return queries;
    };
    expect(await count({ limit: 20 })).toBe(await count({ limit: 2 }));
    expect(await count({ limit: 20, keyword: '测试' })).toBe(await count({ limit: 2, keyword: '测试' }));
  });

  it.each([
    { sort: 'name' },
    { limit: 0 },
    { limit: 101 },
    { silentDays: 0 },
    { kind: 'friend' },
    { owner: '1' },
    { cursor: 'x' },
  ])('answers 400 to %j', async (query) => {
    const answer = await world.call(company.alice, listCustomers, { query: query as never });
    expect(answer.status).toBe(400);
  });
});
