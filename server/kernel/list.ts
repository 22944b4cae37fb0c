import type { Knex } from 'knex';
import { totalCap, type Id, type Page, type Total } from '../contract/page.ts';
import { isStatementTimeout } from './database.ts';
import { Problem } from './problem.ts';
import { applyScope, sharedIds } from './scope.ts';
import { snake, type OwnedTable } from './table.ts';
import type { Work } from './work.ts';

/** One allowed order of a list. The column is never null; `id` breaks ties in the same direction. */
export interface SortOrder {
  column: string;
  direction: 'asc' | 'desc';
  /** Numbers are compared as numbers, instants and dates as text. */
  numeric?: true;
  /** Index (alive, column, id): everybody's rows in this order. */
  everyone: string;
  /** Index (owner, alive, column, id): one owner's rows in this order. */
  perOwner: string;
}

export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
  sort: SortOrder;
  /** Filters on the table's own columns, qualified. Several calls must give the same SQL. */
  where: (query: Knex.QueryBuilder) => Knex.QueryBuilder;
  /** Rows of the recycle bin instead of living ones. */
  deleted?: boolean;
  /** Only these few thousand rows at most, found beforehand; null or absent: all of them. */
  among?: readonly Id[] | null;
}

/** Owners up to this many are asked one by one (a union of each one's top rows); it is immune to where the rows lie. */
const unionLimit = 40;
/** How long "everybody's rows in order, skip what is not visible" may search before the owner index is used instead. */
const walkMilliseconds = 60;

type Position = [value: string, id: Id];

/**
 * Ids of one page of an owned table within the actor's scope, newest (or whatever the order says) first.
 *
 * The optimiser is never left to choose between walking everybody's rows in order and reading the owners' rows: for a boss of thousands the
 * second reads everything, for owners with only old rows the first does. Few owners: a union of each one's first rows. Many: walk in order under
 * a time limit, then fall back to the owner index. Details are then read by id, so a list costs the same number of queries whatever its length.
 */
export const pageOfIds = async (work: Work, of: OwnedTable, request: PageRequest): Promise<Page<Id>> => {
  const after = request.cursor ? decodeCursor(request.cursor) : null;
  const [rows, total] = await Promise.all([
    selectIds(work, of, request, after),
    after ? null : countCapped(work, of, request),
  ]);
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  const more = rows.length > request.limit && last;
  return {
    items: shown.map((row) => row.id),
    nextCursor: more ? encodeCursor([String(last.position), last.id]) : null,
    total,
  };
};

interface IdRow {
  id: Id;
  position: string | number;
}

const selectIds = async (
  work: Work,
  of: OwnedTable,
  request: PageRequest,
  after: Position | null,
): Promise<IdRow[]> => {
  const { scope } = work.actor;
  if (request.among) return selectAmong(work, of, request, after, request.among);
  if (!scope.all && scope.people.length <= unionLimit) return unionOfOwners(work, of, request, after, scope.people);
  const walk = window(work, of, request, after, request.sort.everyone);
  if (scope.all) return (await walk) as IdRow[];
  void walk.where((either) => void visible(either, work, of, scope.people));
  try {
    return await limited(work, walk, walkMilliseconds);
  } catch (error) {
    if (!isStatementTimeout(error)) throw error;
    const owned = window(work, of, request, after, request.sort.perOwner);
    return (await owned.where((either) => void visible(either, work, of, scope.people))) as IdRow[];
  }
};

/** A small set found beforehand is read by id and sorted. */
const selectAmong = async (
  work: Work,
  of: OwnedTable,
  request: PageRequest,
  after: Position | null,
  ids: readonly Id[],
): Promise<IdRow[]> => {
  if (ids.length === 0) return [];
  const among = window(work, of, request, after, 'PRIMARY').whereIn(`${of.name}.id`, ids as Id[]);
  return (await applyScope(among, of, work.actor)) as IdRow[];
};

const visible = (query: Knex.QueryBuilder, work: Work, of: OwnedTable, people: readonly Id[]): Knex.QueryBuilder => {
  void query.whereIn(`${of.name}.${snake(of.owner)}`, people as Id[]);
  const shared = sharedIds(of, work.actor);
  if (of.share && shared.length > 0) void query.orWhereIn(`${of.name}.${snake(of.share.column)}`, shared as Id[]);
  return query;
};

const unionOfOwners = async (
  work: Work,
  of: OwnedTable,
  request: PageRequest,
  after: Position | null,
  people: readonly Id[],
): Promise<IdRow[]> => {
  const branches: Knex.QueryBuilder[] = people.map((owner) =>
    window(work, of, request, after, request.sort.perOwner).where(`${of.name}.${snake(of.owner)}`, owner),
  );
  const shared = sharedIds(of, work.actor);
  if (of.share && shared.length > 0) {
    branches.push(
      window(work, of, request, after, null).whereIn(`${of.name}.${snake(of.share.column)}`, shared as Id[]),
    );
  }
  if (branches.length === 0) return [];
  const { direction } = request.sort;
  const union = work.db
    .queryBuilder()
    .union(branches as never, true)
    .as('branches');
  return (await work.db
    .select('id', 'position')
    .from(union)
    .orderBy([
      { column: 'position', order: direction },
      { column: 'id', order: direction },
    ])
    .limit(request.limit + 1)) as IdRow[];
};

/** The ordered, filtered, keyset-bounded window on the table, forced onto an index. */
const window = (
  work: Work,
  of: OwnedTable,
  request: PageRequest,
  after: Position | null,
  index: string | null,
): Knex.QueryBuilder => {
  const { column, direction } = request.sort;
  const position = `${of.name}.${column}`;
  const source = index ? work.db.raw('?? force index (??)', [of.name, index]) : of.name;
  const selected = { id: `${of.name}.id`, position: request.sort.numeric ? position : positionText(work, position) };
  const query = work.db.from(source as never).select(selected as never) as unknown as Knex.QueryBuilder;
  void query.where(`${of.name}.alive`, request.deleted ? 0 : 1);
  if (after) beyond(query, of, position, after, direction);
  return request
    .where(query)
    .orderBy([
      { column: position, order: direction },
      { column: `${of.name}.id`, order: direction },
    ])
    .limit(request.limit + 1);
};

/** `(a, b) < (x, y)` in the expanded form, which reads a range instead of the whole index. */
const beyond = (
  query: Knex.QueryBuilder,
  of: OwnedTable,
  position: string,
  [value, id]: Position,
  direction: 'asc' | 'desc',
): void => {
  const [inclusive, strict] = direction === 'desc' ? ['<=', '<'] : ['>=', '>'];
  void query.where(position, inclusive, value);
  void query.where((either) => void either.where(position, strict, value).orWhere(`${of.name}.id`, strict, id));
};

/** Instants as text with milliseconds, so that a cursor names exactly the stored value. */
const positionText = (work: Work, position: string): Knex.Raw => work.db.raw('cast(?? as char)', [position]);

const limited = async (work: Work, query: Knex.QueryBuilder, milliseconds: number): Promise<IdRow[]> => {
  const { sql, bindings } = query.toSQL().toNative();
  const flavour = await flavourOf(work);
  const text =
    flavour === 'mariadb'
      ? `SET STATEMENT max_statement_time=${milliseconds / 1000} FOR ${sql}`
      : sql.replace(/^select /i, `select /*+ MAX_EXECUTION_TIME(${milliseconds}) */ `);
  const [rows] = (await work.db.raw(text, bindings as never)) as [IdRow[]];
  return rows;
};

const flavours = new WeakMap<object, Promise<'mariadb' | 'mysql'>>();
const flavourOf = (work: Work): Promise<'mariadb' | 'mysql'> => {
  const pool = (work.db.client as { config: object }).config;
  const known = flavours.get(pool);
  if (known) return known;
  const asked = (async () => {
    const [rows] = (await work.db.raw('select version() as version')) as [{ version: string }[]];
    return /mariadb/i.test(rows[0]?.version ?? '') ? ('mariadb' as const) : ('mysql' as const);
  })();
  asked.catch(() => flavours.delete(pool));
  flavours.set(pool, asked);
  return asked;
};

/** What decides which rows match, whatever page of them is read. */
export type Matching = Omit<PageRequest, 'cursor' | 'limit' | 'sort'>;

const matching = (work: Work, of: OwnedTable, request: Matching): Knex.QueryBuilder => {
  const { scope } = work.actor;
  const query = work.db(of.name).where(`${of.name}.alive`, request.deleted ? 0 : 1);
  if (!scope.all) void query.where((either) => void visible(either, work, of, scope.people));
  if (request.among) void query.whereIn(`${of.name}.id`, request.among as Id[]);
  return request.where(query);
};

const aggregateMilliseconds = 200;

/** Exact up to the cap; null when counting takes too long, which a person reads as "many". */
const countCapped = async (work: Work, of: OwnedTable, request: Matching): Promise<Total | null> => {
  const inner = matching(work, of, request)
    .select(work.db.raw('1 as one'))
    .limit(totalCap + 1);
  const count = await oneNumber(work, work.db.count({ id: '*' }).from(inner.as('capped')));
  return count === null ? null : { count: Math.min(count, totalCap), capped: count > totalCap };
};

/** Sum of a column over every matching row in scope, not only a page of them; null when adding up takes too long. */
export const sumMatching = (work: Work, of: OwnedTable, request: Matching, column: string): Promise<number | null> =>
  oneNumber(work, matching(work, of, request).sum({ id: `${of.name}.${column}` }));

const oneNumber = async (work: Work, query: Knex.QueryBuilder): Promise<number | null> => {
  try {
    const rows = await limited(work, query, aggregateMilliseconds);
    return Number(rows[0]?.id ?? 0);
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
};

/** A keyset position as an opaque cursor. */
export const encodeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position a cursor stands for; refuses what nobody was given with `request.bad_cursor`. */
export const decodeCursor = (cursor: string): Position => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && typeof parsed[0] === 'string' && /^\d{1,19}$/.test(String(parsed[1])))
      return [parsed[0], String(parsed[1])];
  } catch {
    // Falls through to the refusal: a cursor nobody could have been given.
  }
  throw new Problem('request.bad_cursor');
};

/** Keyset paging by id alone, newest first, for logs and other tables that belong to nobody. */
export const pageById = async <T extends { id: Id }>(
  query: Knex.QueryBuilder,
  idColumn: string,
  request: { cursor?: string | undefined; limit: number },
  read: (query: Knex.QueryBuilder) => Promise<T[]>,
): Promise<Page<T>> => {
  if (request.cursor !== undefined) {
    if (!/^\d{1,19}$/.test(request.cursor)) throw new Problem('request.bad_cursor');
    void query.where(idColumn, '<', request.cursor);
  }
  const rows = await read(query.orderBy(idColumn, 'desc').limit(request.limit + 1));
  const items = rows.slice(0, request.limit);
  return { items, nextCursor: rows.length > request.limit ? (items.at(-1)?.id ?? null) : null, total: null };
};

/** Puts rows read by id back into the order of the ids. */
export const inOrder = <T extends { id: Id }>(ids: readonly Id[], rows: readonly T[]): T[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};
