import type { Knex } from 'knex';
import { totalCap, type Id, type Total } from '../contract/page.ts';
import { applyScope } from './scope.ts';
import type { OwnedTable } from './table.ts';
import { rowsInTime } from './time-limit.ts';
import type { Work } from './work.ts';

/** What decides which rows of an owned table match, whatever page of them is read. */
export interface Matching {
  /** Filters on the table's own columns, qualified. Several calls must give the same SQL. */
  where: (query: Knex.QueryBuilder) => Knex.QueryBuilder;
  /** Columns that `where` looks at; absent: it may look at any. */
  filtered?: readonly string[];
  /** Rows of the recycle bin instead of living ones. */
  deleted?: boolean;
  /** Only these few thousand rows at most, found beforehand; null or absent: all of them. */
  among?: readonly Id[] | null;
  /** Lowered by tests: so many rows are added up at most. */
  summed?: number;
}

const matching = (work: Work, of: OwnedTable, { where, deleted, among }: Matching): Knex.QueryBuilder => {
  const query = work.db(of.name).where(`${of.name}.alive`, deleted ? 0 : 1);
  if (among) void query.whereIn(`${of.name}.id`, among as Id[]);
  return where(applyScope(query, of, work.actor));
};

/** A sum over more rows is for the figures, not for the head of a list. */
const mostSummed = 5000;
/** Longer nobody waits for a figure above a list. */
const patienceMs = 100;

/** Exact up to the cap; null when counting takes too long, which a person reads as "many". */
export const countCapped = async (work: Work, of: OwnedTable, request: Matching): Promise<Total | null> => {
  const inner = matching(work, of, request)
    .select(work.db.raw('1 as one'))
    .limit(totalCap + 1);
  const [found] =
    (await rowsInTime<{ count: number }>(work, work.db.count({ count: '*' }).from(inner.as('capped')), patienceMs)) ??
    [];
  if (!found) return null;
  const count = Number(found.count);
  return { count: Math.min(count, totalCap), capped: count > totalCap };
};

/** Sum of a column over every matching row in scope, not only a page of them; null when they are too many, or adding up takes too long. */
export const sumMatching = async (
  work: Work,
  of: OwnedTable,
  request: Matching,
  column: string,
): Promise<number | null> => {
  const { summed = mostSummed } = request;
  const inner = matching(work, of, request)
    .select({ value: `${of.name}.${column}` })
    .limit(summed + 1);
  const sum = work.db.sum({ sum: 'value' }).count({ rows: '*' }).from(inner.as('matching'));
  const [found] = (await rowsInTime<{ sum: number | null; rows: number }>(work, sum, patienceMs)) ?? [];
  return !found || Number(found.rows) > summed ? null : Number(found.sum ?? 0);
};
