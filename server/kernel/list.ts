import type { Knex } from 'knex';
import type { Id, Page } from '../contract/page.ts';
import { decodeCursor, encodeCursor, type Position } from './paging.ts';
import { applyScope, sharedIds } from './scope.ts';
import { decodeRow, selectRow, snake, type OwnedTable, type RowOf } from './table.ts';
import { rowsInTime } from './time-limit.ts';
import { countCapped, type Matching } from './totals.ts';
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

export interface PageRequest extends Matching {
  cursor?: string | undefined;
  limit: number;
  sort: SortOrder;
  /** Lowered by tests, so that a few rows take every way. */
  bounds?: Bounds;
}

interface Bounds {
  /** Owners up to this many are asked one by one (a union of each one's top rows); it is immune to where the rows lie. */
  owners: number;
  /** How many of everybody's rows are looked through, in order, for rows in scope before the owners are asked one by one. */
  walk: number;
  /** How many instead, where the first ones promise a full page; and how many make a page when finding a full one takes too long. */
  longWalk: number;
  /** How long a question may take whose cost lies in what is stored; 0: it is not asked. */
  patienceMs: number;
}
const bounds: Bounds = { owners: 40, walk: 1500, longWalk: 50_000, patienceMs: 1000 };

/**
 * Ids of one page of an owned table within the actor's scope, newest (or whatever the order says) first.
 *
 * The optimiser is never left to choose between walking everybody's rows in order and reading the owners' rows: for a boss of thousands the
 * second reads everything, for owners with only old rows the first does. What is read is bounded, never left to luck:
 * few owners: a union of each one's first rows. Many: the first rows of everybody, in order; when too few of them are in scope and match,
 * more of them if that promises a full page, else the owners whose first row comes first, and the union of theirs. Where finding a full page
 * takes too long (a filter that most people have nothing for), it is what a long walk meets: short or empty, with a cursor that goes on.
 */
export const pageOfIds = async (work: Work, of: OwnedTable, request: PageRequest): Promise<Page<Id>> => {
  const page = await readPage(work, of, request, (ids) => ids);
  return { ...page, items: page.items.map((row) => row.id) };
};

/** The same with these columns of the rows themselves, read by id in the same statement. */
export const pageOfRows = async <T extends OwnedTable, K extends keyof RowOf<T> & string>(
  work: Work,
  of: T,
  columns: readonly K[],
  request: PageRequest,
): Promise<Page<Pick<RowOf<T>, K>>> => {
  const { direction } = request.sort;
  const page = await readPage(work, of, request, (ids) => {
    const rows = work.db
      .from(ids.as('page'))
      .join(of.name, `${of.name}.id`, 'page.id')
      .select({ position: 'page.position' })
      .orderBy([
        { column: 'page.position', order: direction },
        { column: 'page.id', order: direction },
      ]);
    return selectRow(rows, of, columns as never);
  });
  return { ...page, items: page.items.map(({ position: _, ...row }) => decodeRow(of, row)) };
};

interface IdRow {
  id: Id;
  position: string | number;
}

/** Makes of a query of ids and positions one of whole rows. */
type Fill = (ids: Knex.QueryBuilder) => Knex.QueryBuilder;

const readPage = async (
  work: Work,
  of: OwnedTable,
  request: PageRequest,
  fill: Fill,
): Promise<Omit<Page<never>, 'items'> & { items: IdRow[] }> => {
  const after = request.cursor ? decodeCursor(request.cursor) : null;
  const [{ rows, resume }, total] = await Promise.all([
    selectRows(work, of, { ...request, after }, fill),
    after ? null : countCapped(work, of, request),
  ]);
  const items = rows.slice(0, request.limit);
  const last = items.at(-1);
  const next = rows.length > request.limit && last ? positionOf(last) : resume;
  return { items, nextCursor: next && encodeCursor(next), total };
};

const positionOf = ({ position, id }: IdRow): Position => [String(position), id];

interface Reading extends PageRequest {
  after: Position | null;
}
const boundsOf = (request: { bounds?: Bounds }): Bounds => request.bounds ?? bounds;

interface Found {
  rows: IdRow[];
  /** Where the next page begins though this one is not full; null when there is nothing beyond. */
  resume: Position | null;
}

const selectRows = async (work: Work, of: OwnedTable, request: Reading, fill: Fill): Promise<Found> => {
  const { scope } = work.actor;
  if (request.among) {
    if (request.among.length === 0) return complete([]);
    const among = window(work, of, request, 'PRIMARY').whereIn(`${of.name}.id`, request.among as Id[]);
    return complete(await rowsOf(fill(applyScope(among, of, work.actor))));
  }
  if (!scope.all && scope.people.length <= boundsOf(request).owners)
    return complete(await rowsOf(fill(unionOf(work, of, request, scope.people))));
  const found = scope.all
    ? await inPatience(work, request, fill(window(work, of, request, request.sort.everyone)))
    : await readForMany(work, of, request, scope.people, fill);
  return found ? complete(found) : lookOn(work, of, request, fill);
};

const complete = (rows: IdRow[]): Found => ({ rows, resume: null });
const rowsOf = async (query: Knex.QueryBuilder): Promise<IdRow[]> => (await query) as IdRow[];

const inPatience = async <T = IdRow>(work: Work, request: Reading, query: Knex.QueryBuilder): Promise<T[] | null> => {
  const { patienceMs } = boundsOf(request);
  return patienceMs === 0 ? null : rowsInTime<T>(work, query, patienceMs);
};

/** Asking one owner for the first row is as dear as so many rows of a walk, at least. */
const rowsPerOwner = 10;

/** A full page of many people's rows, or all there are; null when that takes too long. */
const readForMany = async (
  work: Work,
  of: OwnedTable,
  request: Reading,
  people: readonly Id[],
  fill: Fill,
): Promise<IdRow[] | null> => {
  const { walk, longWalk } = boundsOf(request);
  const found = await rowsOf(fill(walkOf(work, of, request, { rows: walk })));
  if (found.length > request.limit || !(await rowAt(work, of, request, walk))) return found;
  const promising = Math.ceil((1.5 * walk * (request.limit + 1)) / found.length);
  if (promising <= Math.min(longWalk, people.length * rowsPerOwner)) {
    const more = await rowsOf(fill(walkOf(work, of, request, { rows: promising })));
    if (more.length > request.limit) return more;
  }
  const owners = await leadingOwners(work, of, request, people);
  return owners && (await inPatience(work, request, fill(unionOf(work, of, request, owners))));
};

/** What a long walk meets, and where the next one begins. */
const lookOn = async (work: Work, of: OwnedTable, request: Reading, fill: Fill): Promise<Found> => {
  const { longWalk } = boundsOf(request);
  const edge = await rowAt(work, of, request, longWalk);
  if (!edge) return complete(await rowsOf(fill(walkOf(work, of, request, { rows: longWalk }))));
  const rows = await rowsOf(fill(walkOf(work, of, request, { until: positionOf(edge) })));
  return { rows, resume: rows.length > request.limit ? null : positionOf(edge) };
};

/** So many of the first rows of everybody, or those up to a position, whoever they belong to; and of these the ones in scope that match. */
const walkOf = (
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

/** The row after so many of everybody's; undefined when there are not more. */
const rowAt = async (work: Work, of: OwnedTable, request: Reading, rows: number): Promise<IdRow | undefined> => {
  const [row] = (await inOrderOf(work, of, request, request.sort.everyone)
    .select(idAndPosition(work, of, request.sort) as never)
    .offset(rows)
    .limit(1)) as IdRow[];
  return row;
};

/**
 * Of many owners those whose first matching row comes first: the page can only hold rows of as many owners as it has rows. Null when it takes
 * too long.
 */
const leadingOwners = async (
  work: Work,
  of: OwnedTable,
  request: Reading,
  people: readonly Id[],
): Promise<readonly Id[] | null> => {
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
  const rows = await inPatience<{ id: Id }>(work, request, ordered(leading, of, sort).limit(limit + 1));
  return rows && rows.map(({ id }) => id);
};

/** Each owner's first rows and the first of what is shared, together. */
const unionOf = (work: Work, of: OwnedTable, request: Reading, people: readonly Id[]): Knex.QueryBuilder => {
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
const window = (work: Work, of: OwnedTable, request: Reading, index: string | null): Knex.QueryBuilder =>
  request
    .where(inOrderOf(work, of, request, index))
    .select(idAndPosition(work, of, request.sort) as never)
    .limit(request.limit + 1);

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

/** Ids up to this many are read and sorted; more are dense enough to be met while walking. */
const fewLimit = 1500;

/** The ids that match a condition which an index answers, when they are few; null when they are many. Scope is not applied: `among` does that. */
export const idsIfFew = async (
  work: Work,
  of: OwnedTable,
  index: string,
  where: (query: Knex.QueryBuilder) => unknown,
): Promise<Id[] | null> => {
  const query = work.db.from(work.db.raw('?? force index (??)', [of.name, index]) as never);
  void where(query as unknown as Knex.QueryBuilder);
  const rows = (await query.select(`${of.name}.id` as never).limit(fewLimit + 1)) as { id: Id }[];
  return rows.length > fewLimit ? null : rows.map(({ id }) => id);
};
