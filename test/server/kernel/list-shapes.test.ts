import fc from 'fast-check';
import type { Knex } from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../server/kernel/database.ts';
import { pageOfIds, pageOfRows, type PageRequest, type SortOrder } from '../../../server/kernel/list.ts';
import { sumMatching } from '../../../server/kernel/totals.ts';
import { column, ownedTable } from '../../../server/kernel/table.ts';
import type { Actor, Work } from '../../../server/kernel/work.ts';
import { testDatabaseUrl } from '../../setup/database.ts';
import { useWorld } from '../../support/world.ts';

/**
 * Every way a list can be read (union, walk, leading owners, ids found beforehand) must give what sorting and filtering everything in
 * memory gives, page after page. The bounds are lowered, so that a handful of rows takes each of the ways.
 */
const things = ownedTable(
  'list_shapes',
  {
    id: column.id(),
    ownerId: column.id(),
    groupId: column.id(),
    kind: column.text<Kind>(),
    amount: column.int(),
    touchedAt: column.instant(),
  },
  { owner: 'ownerId', share: { kind: 'group', column: 'groupId' } },
);
type Kind = 'red' | 'blue';

const instantOf = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second, 7));

const orders = {
  touched: { column: 'touched_at', direction: 'desc', everyone: 'shapes_touched', perOwner: 'shapes_owner_touched' },
  oldest: { column: 'touched_at', direction: 'asc', everyone: 'shapes_touched', perOwner: 'shapes_owner_touched' },
  cheapest: {
    column: 'amount',
    direction: 'asc',
    numeric: true,
    everyone: 'shapes_amount',
    perOwner: 'shapes_owner_amount',
  },
  dearest: {
    column: 'amount',
    direction: 'desc',
    numeric: true,
    everyone: 'shapes_amount',
    perOwner: 'shapes_owner_amount',
  },
  before: {
    column: 'touched_at',
    direction: 'desc',
    everyone: 'shapes_touched',
    perOwner: 'shapes_owner_touched',
    start: instantOf(2),
  },
  since: {
    column: 'touched_at',
    direction: 'asc',
    everyone: 'shapes_touched',
    perOwner: 'shapes_owner_touched',
    start: instantOf(1),
  },
  red: {
    column: 'touched_at',
    direction: 'desc',
    everyone: 'shapes_kind',
    perOwner: 'shapes_owner_touched',
    leading: { kind: 'red' },
  },
} satisfies Record<string, SortOrder>;

interface Thing {
  owner: number;
  group: number;
  kind: Kind;
  amount: number;
  second: number;
  alive: boolean;
}
interface Question {
  rows: Thing[];
  people: readonly number[] | 'all';
  shared: readonly number[];
  order: keyof typeof orders;
  atLeast: number | null;
  among: boolean[] | null;
  deleted: boolean;
  limit: number;
  bounds: { owners: number; walk: number; longWalk: number; patienceMs: number };
  summed: number;
}

const owner = fc.integer({ min: 1, max: 9 });
const group = fc.integer({ min: 1, max: 5 });
const few = fc.integer({ min: 0, max: 4 });
const questions: fc.Arbitrary<Question> = fc.record({
  rows: fc.array(
    fc.record({
      owner,
      group,
      kind: fc.constantFrom<Kind>('red', 'blue'),
      amount: few,
      second: few,
      alive: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
    }),
    { maxLength: 40 },
  ),
  people: fc.oneof(
    { weight: 6, arbitrary: fc.uniqueArray(owner, { maxLength: 9 }) },
    { weight: 1, arbitrary: fc.constant('all' as const) },
  ),
  shared: fc.oneof(fc.constant([]), fc.uniqueArray(group, { maxLength: 2 })),
  order: fc.constantFrom(...(Object.keys(orders) as (keyof typeof orders)[])),
  atLeast: fc.oneof(fc.constant(null), few),
  among: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }) },
  ),
  deleted: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  limit: fc.integer({ min: 1, max: 5 }),
  bounds: fc.record({
    owners: fc.integer({ min: 0, max: 3 }),
    walk: fc.integer({ min: 1, max: 12 }),
    longWalk: fc.integer({ min: 1, max: 20 }),
    patienceMs: fc.constantFrom(0, 60_000),
  }),
  summed: fc.integer({ min: 0, max: 12 }),
});

const world = useWorld();
let setup: Knex;

beforeAll(async () => {
  setup = openDatabase(await testDatabaseUrl());
  await setup.schema.dropTableIfExists(things.name);
  await setup.schema.createTable(things.name, (t) => {
    t.bigInteger('id').notNullable().primary();
    t.bigInteger('owner_id').notNullable();
    t.bigInteger('group_id').notNullable();
    t.string('kind', 10).notNullable();
    t.bigInteger('amount').notNullable();
    t.datetime('touched_at', { precision: 3 }).notNullable();
    t.tinyint('alive').notNullable();
    t.index(['alive', 'touched_at', 'id', 'owner_id'], 'shapes_touched');
    t.index(['owner_id', 'alive', 'touched_at', 'id'], 'shapes_owner_touched');
    t.index(['alive', 'amount', 'id', 'owner_id'], 'shapes_amount');
    t.index(['owner_id', 'alive', 'amount', 'id'], 'shapes_owner_amount');
    t.index(['kind', 'alive', 'touched_at', 'id', 'owner_id'], 'shapes_kind');
  });
});
afterAll(async () => {
  await setup.schema.dropTableIfExists(things.name);
  await setup.destroy();
});

const store = async (rows: readonly Thing[]): Promise<void> => {
  await setup(things.name).delete();
  if (rows.length === 0) return;
  await setup(things.name).insert(
    rows.map(({ owner: owner_id, group: group_id, kind, amount, second, alive }, at) => ({
      id: at + 1,
      owner_id,
      group_id,
      kind,
      amount,
      touched_at: instantOf(second),
      alive: alive ? 1 : 0,
    })),
  );
};

const workOf = ({ people, shared }: Question): Work => {
  const actor: Actor = {
    personId: '1',
    name: '',
    departmentId: null,
    surface: 'h5',
    permissions: new Set(),
    scope: people === 'all' ? { all: true } : { all: false, people: people.map(String) },
    shares: new Map([['group', shared.map(String)]]),
  };
  return { ...world.kernel, actor };
};

/** In memory, as a person would say it. */
const expected = (question: Question): (Thing & { id: number })[] => {
  const { rows, people, shared, atLeast, among, deleted } = question;
  const { column: by, direction, leading, start }: SortOrder = orders[question.order];
  const sign = direction === 'asc' ? 1 : -1;
  return rows
    .map((row, at) => ({ ...row, id: at + 1 }))
    .filter((row) => row.alive !== deleted)
    .filter((row) => people === 'all' || people.includes(row.owner) || shared.includes(row.group))
    .filter((row) => atLeast === null || row.amount >= atLeast)
    .filter((row) => !leading || row.kind === leading['kind'])
    .filter((row) => !start || sign * (instantOf(row.second).getTime() - start.getTime()) > 0)
    .filter((row) => !among || among[row.id - 1])
    .sort((a, b) => sign * ((by === 'amount' ? a.amount - b.amount : a.second - b.second) || a.id - b.id));
};

const requestOf = (question: Question): Omit<PageRequest, 'cursor'> => {
  const { atLeast, among, order, limit, deleted, bounds, summed } = question;
  return {
    sort: orders[order],
    limit,
    deleted,
    bounds,
    summed,
    where: (query) => (atLeast === null ? query : query.where(`${things.name}.amount`, '>=', atLeast)),
    filtered: atLeast === null ? [] : ['amount'],
    among: among && among.flatMap((isIn, at) => (isIn ? [String(at + 1)] : [])),
  };
};

const readAll = async (work: Work, request: Omit<PageRequest, 'cursor'>) => {
  const ids: string[] = [];
  const rows: string[] = [];
  let cursor: string | undefined;
  let total: number | undefined;
  do {
    const page = await pageOfIds(work, things, { ...request, cursor });
    const withRows = await pageOfRows(work, things, ['id', 'amount'], { ...request, cursor });
    expect(withRows.nextCursor).toBe(page.nextCursor);
    ids.push(...page.items);
    rows.push(...withRows.items.map((row) => row.id));
    total ??= page.total?.count;
    cursor = page.nextCursor ?? undefined;
  } while (cursor && ids.length < 100);
  return { ids, rows, total };
};

const filtersItself = (name: keyof typeof orders): boolean => {
  const order: SortOrder = orders[name];
  return order.leading !== undefined || order.start !== undefined;
};

it('gives the same pages whichever way they are read', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(questions, async (question) => {
      await store(question.rows);
      const matching = expected(question);
      const wanted = matching.map((row) => String(row.id));
      const [work, request] = [workOf(question), requestOf(question)];
      const { ids, rows, total } = await readAll(work, request);
      expect(ids).toEqual(wanted);
      expect(rows).toEqual(wanted);
      // An order that leads with a value or starts at one filters by it in its reading only; its list filters by it as well.
      if (!filtersItself(question.order)) {
        expect(total).toBe(wanted.length);
        const sum = matching.reduce((all, row) => all + row.amount, 0);
        const tooMany = matching.length > question.summed;
        expect(await sumMatching(work, things, request, 'amount')).toBe(tooMany ? null : sum);
      }
    }),
    { numRuns: Number(process.env['LIST_RUNS'] ?? 300) },
  );
});
