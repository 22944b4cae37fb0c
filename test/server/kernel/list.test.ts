import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Knex } from 'knex';
import { pageOfIds, type SortOrder } from '../../../server/kernel/list.ts';
import { column, ownedTable } from '../../../server/kernel/table.ts';
import type { Actor, Work } from '../../../server/kernel/work.ts';
import { openDatabase } from '../../../server/kernel/database.ts';
import { testDatabaseUrl } from '../../setup/database.ts';
import { useWorld } from '../../support/world.ts';

const things = ownedTable(
  'list_test_things',
  { id: column.id(), ownerId: column.id(), amount: column.int(), touchedAt: column.instant() },
  { owner: 'ownerId', share: { kind: 'thing', column: 'id' } },
);
const byTouched: SortOrder = {
  column: 'touched_at',
  direction: 'desc',
  everyone: 'things_everyone',
  perOwner: 'things_owner',
};
const byAmount: SortOrder = {
  column: 'amount',
  direction: 'asc',
  numeric: true,
  everyone: 'things_amount',
  perOwner: 'things_owner_amount',
};

const world = useWorld();
let setup: Knex | undefined;

const createThings = async (): Promise<void> => {
  setup ??= openDatabase(await testDatabaseUrl());
  if (await setup.schema.hasTable(things.name)) return;
  await setup.schema.createTable(things.name, (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('owner_id').notNullable();
    t.bigInteger('amount').notNullable();
    t.datetime('touched_at', { precision: 3 }).notNullable();
    t.tinyint('alive').notNullable().defaultTo(1);
    t.index(['alive', 'touched_at', 'id'], 'things_everyone');
    t.index(['owner_id', 'alive', 'touched_at', 'id'], 'things_owner');
    t.index(['alive', 'amount', 'id'], 'things_amount');
    t.index(['owner_id', 'alive', 'amount', 'id'], 'things_owner_amount');
  });
};
beforeEach(async () => {
  await createThings();
  // 300 things of 60 owners; three share each instant so that ties have to be broken by id.
  const rows = Array.from({ length: 300 }, (_, i) => ({
    id: i + 1,
    owner_id: (i % 60) + 1,
    amount: (i * 7) % 100,
    touched_at: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(i / 3), 5)),
  }));
  await world.kernel.db(things.name).insert(rows);
});
afterAll(async () => {
  await setup?.schema.dropTableIfExists(things.name);
  await setup?.destroy();
});

const workOf = (people: number[] | 'all', shared: string[] = []): Work => {
  const actor: Actor = {
    personId: '1',
    name: '',
    departmentId: null,
    surface: 'h5',
    permissions: new Set(),
    scope: people === 'all' ? { all: true } : { all: false, people: people.map(String) },
    shares: new Map([['thing', shared]]),
  };
  return { ...world.kernel, actor };
};

const walk = async (work: Work, sort: SortOrder, limit = 7): Promise<string[]> => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOfIds(work, things, { sort, limit, cursor, where: (query) => query });
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return seen;
};

const expected = async (people: number[] | 'all', sort: SortOrder, shared: string[] = []): Promise<string[]> => {
  const query = world.kernel
    .db(things.name)
    .select('id')
    .orderBy([
      { column: sort.column, order: sort.direction },
      { column: 'id', order: sort.direction },
    ]);
  if (people !== 'all') void query.where((either) => void either.whereIn('owner_id', people).orWhereIn('id', shared));
  return ((await query) as { id: string }[]).map((row) => row.id);
};

const few = [3, 7, 11];
const many = Array.from({ length: 50 }, (_, i) => i + 1);

describe('pages of ids', () => {
  it.each([
    ['a few owners', few],
    ['many owners', many],
    ['everybody', 'all' as const],
  ])('walk %s completely, in order, without gaps or repeats', async (_, people) => {
    for (const sort of [byTouched, byAmount])
      expect(await walk(workOf(people), sort)).toEqual(await expected(people, sort));
  });

  it('include what is shared with the actor exactly once', async () => {
    const shared = ['60', '3', '120'];
    expect(await walk(workOf(few, shared), byTouched)).toEqual(await expected(few, byTouched, shared));
    expect(await walk(workOf(many, shared), byTouched)).toEqual(await expected(many, byTouched, shared));
  });

  it('count what is visible and no more', async () => {
    const page = await pageOfIds(workOf(few), things, {
      sort: byTouched,
      limit: 5,
      where: (query) => query.where(`${things.name}.amount`, '>=', 50),
    });
    const all = await world.kernel.db(things.name).whereIn('owner_id', few).where('amount', '>=', 50).count({ n: '*' });
    expect(page.total).toEqual({ count: Number(all[0]?.n), capped: false });
  });

  it('refuse a cursor nobody was given', async () => {
    for (const cursor of [
      'x',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a","b or 1=1"]').toString('base64url'),
    ]) {
      await expect(
        pageOfIds(workOf('all'), things, { sort: byTouched, limit: 3, cursor, where: (query) => query }),
      ).rejects.toMatchObject({ code: 'request.bad_cursor' });
    }
  });
});
