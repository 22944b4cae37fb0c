import type { Knex } from 'knex';
import type { Id } from '../contract/page.ts';
import type { Position } from './paging.ts';
import { applyScope, sharedIds } from './scope.ts';
import { snake, type OwnedTable } from './table.ts';
import type { Matching } from './totals.ts';
import type { Work } from './work.ts';

/** One allowed order of a list. The column is never null; `id` breaks ties in the same direction. */
export interface SortOrder {
  column: string;
  direction: 'asc' | 'desc';
  /** Numbers are compared as numbers, instants and dates as text. */
  numeric?: true;
  /** Index (alive, column, id, owner): everybody's rows in this order. With `leading`, the index begins with those columns. */
  everyone: string;
  /** Index (owner, alive, column, id): one owner's rows in this order. */
  perOwner: string;
  /** A filter on one value of a column whose own index is walked instead, so that a rare value is not searched for row by row. */
  leading?: Record<string, string>;
  /** A filter on the column itself: the list begins beyond this value, which is not part of it. */
  start?: Date;
}

/** One page's worth of a list: everything that decides which rows it may hold. */
export interface Reading extends Matching {
  limit: number;
  sort: SortOrder;
  after: Position | null;
}

/** Each owner's first rows and the first of what is shared, together. */
export const unionOf = (work: Work, of: OwnedTable, request: Reading, people: readonly Id[]): Knex.QueryBuilder => {
  const branches: Knex.QueryBuilder[] = people.map((owner) =>
    window(work, of, request, request.sort.perOwner).where(`${of.name}.${snake(of.owner)}`, owner),
  );
  const shared = sharedIds(of, work.actor);
  if (of.share && shared.length > 0)
    branches.push(window(work, of, request, null).whereIn(`${of.name}.${snake(of.share.column)}`, shared as Id[]));
  if (branches.length === 0) return window(work, of, request, null).whereRaw('1 = 0');
  const { direction } = request.sort;
  const union = work.db
    .queryBuilder()
    .union(branches as never, true)
    .as('branches');
  return work.db
    .select('id', 'position')
    .from(union)
    .orderBy([
      { column: 'position', order: direction },
      { column: 'id', order: direction },
    ])
    .limit(request.limit + 1);
};

/** The first matching rows of an index, as ids with their positions. */
export const window = (work: Work, of: OwnedTable, request: Reading, index: string | null): Knex.QueryBuilder =>
  request
    .where(inOrderOf(work, of, request, index))
    .select(idAndPosition(work, of, request.sort) as never)
    .limit(request.limit + 1);

/** So many of the first rows of everybody, or those up to a position, whoever they belong to; and of these the ones in scope that match. */
export const walkOf = (
  work: Work,
  of: OwnedTable,
  request: Reading,
  extent: { rows: number } | { until: Position },
): Knex.QueryBuilder => {
  const { column } = request.sort;
  const looked = new Set(['id', column, snake(of.owner), ...(of.share ? [snake(of.share.column)] : [])]);
  for (const name of request.filtered ?? Object.keys(of.columns).map(snake)) looked.add(name);
  const everybody = inOrderOf(work, of, request, request.sort.everyone).select(
    [...looked].map((name) => `${of.name}.${name}`),
  );
  // Without a limit the optimiser would merge the walk into the question about owners, and ask each of them instead.
  void everybody.limit('rows' in extent ? extent.rows : Number.MAX_SAFE_INTEGER);
  if ('until' in extent) upTo(everybody, of, request.sort, extent.until);
  const query = work.db
    .from(everybody.as(of.name))
    .select(idAndPosition(work, of, request.sort) as never) as unknown as Knex.QueryBuilder;
  return ordered(request.where(applyScope(query, of, work.actor)), of, request.sort).limit(request.limit + 1);
};

/** The row after so many of everybody's; nothing when there are not more. */
export const rowAfter = (work: Work, of: OwnedTable, request: Reading, rows: number): Knex.QueryBuilder =>
  inOrderOf(work, of, request, request.sort.everyone)
    .select(idAndPosition(work, of, request.sort) as never)
    .offset(rows)
    .limit(1);

/** Of many owners those whose first matching row comes first: a page can only hold rows of as many owners as it has rows. */
export const leadersOf = (work: Work, of: OwnedTable, request: Reading, people: readonly Id[]): Knex.QueryBuilder => {
  const { sort, limit } = request;
  const owner = `${of.name}.${snake(of.owner)}`;
  const first = request
    .where(inOrderOf(work, of, request, sort.perOwner))
    .select(`${of.name}.id`)
    .where(owner, work.db.ref('owners.id'))
    .limit(1);
  const owners = work.db.raw("json_table(?, '$[*]' columns (id bigint path '$')) as owners", [JSON.stringify(people)]);
  const heads = work.db.from(owners as never).select(first.as('id') as never) as unknown as Knex.QueryBuilder;
  const leading = work.db.from(heads.as('heads')).join(of.name, `${of.name}.id`, 'heads.id').select({ id: owner });
  return ordered(leading, of, sort).limit(limit + 1);
};

/** Rows in the order of the list beyond the cursor, forced onto an index; nothing is selected or filtered yet. */
const inOrderOf = (work: Work, of: OwnedTable, request: Reading, index: string | null): Knex.QueryBuilder => {
  const { sort, after } = request;
  const source = index ? work.db.raw('?? force index (??)', [of.name, index]) : of.name;
  const query = work.db.from(source as never) as unknown as Knex.QueryBuilder;
  void query.where(`${of.name}.alive`, request.deleted ? 0 : 1);
  for (const [column, value] of Object.entries(sort.leading ?? {})) void query.where(`${of.name}.${column}`, value);
  if (sort.start) void query.where(`${of.name}.${sort.column}`, sort.direction === 'desc' ? '<' : '>', sort.start);
  if (after) beyond(query, of, sort, after);
  return ordered(query, of, sort);
};

const ordered = (query: Knex.QueryBuilder, of: OwnedTable, { column, direction }: SortOrder): Knex.QueryBuilder =>
  query.orderBy([
    { column: `${of.name}.${column}`, order: direction },
    { column: `${of.name}.id`, order: direction },
  ]);

const idAndPosition = (work: Work, of: OwnedTable, { column, numeric }: SortOrder): Record<string, unknown> => {
  const position = `${of.name}.${column}`;
  return { id: `${of.name}.id`, position: numeric ? position : positionText(work, position) };
};

/** `(a, b) < (x, y)` in the expanded form, which reads a range instead of the whole index. */
const beyond = (query: Knex.QueryBuilder, of: OwnedTable, { column, direction }: SortOrder, [value, id]: Position) => {
  const side = direction === 'desc' ? '<' : '>';
  const position = `${of.name}.${column}`;
  void query.where(position, `${side}=`, value);
  void query.where((either) => void either.where(position, side, value).orWhere(`${of.name}.id`, side, id));
};

/** The opposite of `beyond`: up to this position and with it. */
const upTo = (query: Knex.QueryBuilder, of: OwnedTable, { column, direction }: SortOrder, [value, id]: Position) => {
  const side = direction === 'desc' ? '>' : '<';
  const position = `${of.name}.${column}`;
  void query.where(position, `${side}=`, value);
  void query.where((either) => void either.where(position, side, value).orWhere(`${of.name}.id`, `${side}=`, id));
};

/** Instants as text with milliseconds, so that a cursor names exactly the stored value. */
const positionText = (work: Work, position: string): Knex.Raw => work.db.raw('cast(?? as char)', [position]);
