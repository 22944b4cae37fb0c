import type { Knex } from 'knex';
import type { Id } from '../contract/page.ts';
import { Problem } from './problem.ts';
import { encodeRow, type RowOf, type Table } from './table.ts';
import type { Work } from './work.ts';

/** Which state may follow which. */
export type Lifecycle<S extends string> = Record<S, readonly S[]>;

/**
 * The only writer of a state column: moves the row if it is still in `from`, together with the other values.
 * Refuses an illegal pair and a row that has moved on with `conflict.state`; the database has the last word.
 */
export const move = async <T extends Table, S extends string>(
  work: Work,
  of: T,
  lifecycle: Lifecycle<S>,
  row: { id: Id; from: S; to: S },
  values: Partial<RowOf<T>> = {},
): Promise<void> => {
  if (!(await tryMove(work, of, lifecycle, row, values))) throw new Problem('conflict.state');
};

/** The same for racing workers: false when somebody else was faster. `narrow` adds conditions the row must still meet. */
export const tryMove = async <T extends Table, S extends string>(
  work: Work,
  of: T,
  lifecycle: Lifecycle<S>,
  row: { id: Id; from: S; to: S },
  values: Partial<RowOf<T>> = {},
  narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder = (query) => query,
): Promise<boolean> => {
  if (!lifecycle[row.from].includes(row.to)) throw new Problem('conflict.state');
  const stamps = 'updatedAt' in of.columns ? { updatedAt: work.clock.now() } : {};
  const update = encodeRow(of, { ...stamps, ...values, state: row.to });
  const bump = 'version' in of.columns && !('version' in values) ? { version: work.db.raw('version + 1') } : {};
  const moved = await narrow(work.db(of.name).where({ id: row.id, state: row.from })).update({ ...update, ...bump });
  return moved === 1;
};

/** Moves every row the narrowed query finds from one state to another in one statement; returns how many. No row is no refusal. */
export const moveAll = async <T extends Table, S extends string>(
  work: Work,
  of: T,
  lifecycle: Lifecycle<S>,
  pair: { from: S; to: S },
  narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  values: Partial<RowOf<T>> = {},
): Promise<number> => {
  if (!lifecycle[pair.from].includes(pair.to)) throw new Problem('conflict.state');
  const stamps = 'updatedAt' in of.columns ? { updatedAt: work.clock.now() } : {};
  const bump = 'version' in of.columns ? { version: work.db.raw('version + 1') } : {};
  const update = encodeRow(of, { ...stamps, ...values, state: pair.to });
  return narrow(work.db(of.name).where({ state: pair.from })).update({ ...update, ...bump });
};
