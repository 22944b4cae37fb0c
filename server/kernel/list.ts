import type { Knex } from 'knex';
import type { Id, Page } from '../contract/page.ts';
import { decodeCursor, encodeCursor, type Position } from './paging.ts';
import { leadersOf, rowAfter, unionOf, walkOf, window, type Reading, type SortOrder } from './list-sql.ts';
import { applyScope } from './scope.ts';
import { decodeRow, selectRow, type OwnedTable, type RowOf } from './table.ts';
import { rowsInTime } from './time-limit.ts';
import { countCapped, type Matching } from './totals.ts';
import type { Work } from './work.ts';

export type { SortOrder };

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
const usualBounds: Bounds = { owners: 40, walk: 1500, longWalk: 50_000, patienceMs: 400 };

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
    selectRows(work, of, { ...request, after, bounds: request.bounds ?? usualBounds }, fill),
    after ? null : countCapped(work, of, request),
  ]);
  const items = rows.slice(0, request.limit);
  const last = items.at(-1);
  const next = rows.length > request.limit && last ? positionOf(last) : resume;
  return { items, nextCursor: next && encodeCursor(next), total };
};

const positionOf = ({ position, id }: IdRow): Position => [String(position), id];

type BoundedReading = Reading & { bounds: Bounds };

interface Found {
  rows: IdRow[];
  /** Where the next page begins though this one is not full; null when there is nothing beyond. */
  resume: Position | null;
}

const selectRows = async (work: Work, of: OwnedTable, request: BoundedReading, fill: Fill): Promise<Found> => {
  const { scope } = work.actor;
  if (request.among) {
    if (request.among.length === 0) return complete([]);
    const among = window(work, of, request, 'PRIMARY').whereIn(`${of.name}.id`, request.among as Id[]);
    return complete(await rowsOf(fill(applyScope(among, of, work.actor))));
  }
  if (!scope.all && scope.people.length <= request.bounds.owners)
    return complete(await rowsOf(fill(unionOf(work, of, request, scope.people))));
  const found = scope.all
    ? await inPatience(work, request, fill(window(work, of, request, request.sort.everyone)))
    : await readForMany(work, of, request, scope.people, fill);
  return found ? complete(found) : lookOn(work, of, request, fill);
};

const complete = (rows: IdRow[]): Found => ({ rows, resume: null });
const rowsOf = async (query: Knex.QueryBuilder): Promise<IdRow[]> => (await query) as IdRow[];

const inPatience = async <T = IdRow>(
  work: Work,
  request: BoundedReading,
  query: Knex.QueryBuilder,
): Promise<T[] | null> => {
  const { patienceMs } = request.bounds;
  return patienceMs === 0 ? null : rowsInTime<T>(work, query, patienceMs);
};

/** Asking one owner for the first row is as dear as so many rows of a walk, at least. */
const rowsPerOwner = 10;

/** A full page of many people's rows, or all there are; null when that takes too long. */
const readForMany = async (
  work: Work,
  of: OwnedTable,
  request: BoundedReading,
  people: readonly Id[],
  fill: Fill,
): Promise<IdRow[] | null> => {
  const { walk, longWalk } = request.bounds;
  const found = await rowsOf(fill(walkOf(work, of, request, { rows: walk })));
  if (found.length > request.limit || (await rowsOf(rowAfter(work, of, request, walk))).length === 0) return found;
  const promising = Math.ceil((1.5 * walk * (request.limit + 1)) / found.length);
  if (promising <= Math.min(longWalk, people.length * rowsPerOwner)) {
    const more = await rowsOf(fill(walkOf(work, of, request, { rows: promising })));
    if (more.length > request.limit) return more;
  }
  const leaders = await inPatience<{ id: Id }>(work, request, leadersOf(work, of, request, people));
  const owners = leaders?.map(({ id }) => id);
  return owners ? inPatience(work, request, fill(unionOf(work, of, request, owners))) : null;
};

/** What a long walk meets, and where the next one begins. */
const lookOn = async (work: Work, of: OwnedTable, request: BoundedReading, fill: Fill): Promise<Found> => {
  const { longWalk } = request.bounds;
  const [edge] = await rowsOf(rowAfter(work, of, request, longWalk));
  if (!edge) return complete(await rowsOf(fill(walkOf(work, of, request, { rows: longWalk }))));
  const rows = await rowsOf(fill(walkOf(work, of, request, { until: positionOf(edge) })));
  return { rows, resume: rows.length > request.limit ? null : positionOf(edge) };
};

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
