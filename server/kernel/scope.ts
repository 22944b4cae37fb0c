import type { Knex } from 'knex';
import type { Id } from '../contract/page.ts';
import { required } from './problem.ts';
import { firstRow } from './rows.ts';
import { snake, type OwnedTable, type RowOf } from './table.ts';
import type { Actor, Work } from './work.ts';

/** The WHERE that decides which rows of an owned table exist for an actor; the only place that says so. */
export const applyScope = (query: Knex.QueryBuilder, of: OwnedTable, actor: Actor): Knex.QueryBuilder => {
  const { scope } = actor;
  if (scope.all) return query;
  const shared = sharedIds(of, actor);
  return query.where((either) => {
    void either.whereIn(`${of.name}.${snake(of.owner)}`, scope.people as Id[]);
    if (of.share && shared.length > 0) void either.orWhereIn(`${of.name}.${snake(of.share.column)}`, shared as Id[]);
  });
};

/** Ids of records shared with the actor that make rows of this table visible. */
export const sharedIds = (of: OwnedTable, actor: Actor): readonly Id[] =>
  of.share ? (actor.shares.get(of.share.kind) ?? []) : [];

/** A query on the rows that exist for the actor. */
export const scoped = (work: Work, of: OwnedTable): Knex.QueryBuilder => applyScope(work.db(of.name), of, work.actor);

/** A query on all rows, for rules that must look beyond the actor's scope. The reason is counted by a test. */
export const unscoped = (work: { db: Knex }, of: OwnedTable, reason: string): Knex.QueryBuilder => {
  if (reason.length < 10) throw new Error('Say why the scope is left.');
  return work.db(of.name);
};

/** A row by id within scope, or `record.not_found`: what is out of scope does not exist. */
export const getScoped = async <T extends OwnedTable>(
  work: Work,
  of: T,
  id: Id,
  narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder = (query) => query,
): Promise<RowOf<T>> => required(await firstRow(of, narrow(scoped(work, of).where(`${of.name}.id`, id))));

/** May the actor see records owned by this person? */
export const seesOwner = (actor: Actor, ownerId: Id | null): boolean =>
  actor.scope.all || (ownerId !== null && actor.scope.people.includes(ownerId));

/**
 * The same work seeing less: only records of these people (null: everybody in scope), with or without what is shared with the actor.
 * Never more than the actor sees.
 */
export const narrowed = (work: Work, to: { people: readonly Id[] | null; shared: 'kept' | 'dropped' }): Work => {
  const { scope, shares } = work.actor;
  const people = to.people === null || scope.all ? to.people : intersection(scope.people, to.people);
  return {
    ...work,
    actor: {
      ...work.actor,
      scope: people === null ? scope : { all: false, people },
      shares: to.shared === 'kept' ? shares : new Map(),
    },
  };
};

/** Work that sees every row, for rows reached through a record the actor sees. The reason is counted by a test like that of `unscoped`. */
export const seeingAll = (work: Work, reason: string): Work => {
  if (reason.length < 10) throw new Error('Say why the scope is left.');
  return { ...work, actor: { ...work.actor, scope: { all: true } } };
};

const intersection = (ids: readonly Id[], wanted: readonly Id[]): Id[] => {
  const known = new Set(wanted);
  return ids.filter((id) => known.has(id));
};

/** May the actor see this row? The same answer as `scoped`, for a row at hand. */
export const seesRow = <T extends OwnedTable>(actor: Actor, of: T, row: RowOf<T>): boolean =>
  seesOwner(actor, row[of.owner] as Id | null) ||
  (of.share !== null && sharedIds(of, actor).includes(row[of.share.column] as Id));
