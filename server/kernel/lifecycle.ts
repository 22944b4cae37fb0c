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
  if (!lifecycle[row.from].includes(row.to)) throw new Problem('conflict.state');
  const stamps = 'updatedAt' in of.columns ? { updatedAt: work.clock.now() } : {};
  const update = encodeRow(of, { ...stamps, ...values, state: row.to } as Partial<RowOf<T>>);
  const bump = 'version' in of.columns && !('version' in values) ? { version: work.db.raw('version + 1') } : {};
  const moved = await work
    .db(of.name)
    .where({ id: row.id, state: row.from })
    .update({ ...update, ...bump });
  if (moved === 0) throw new Problem('conflict.state');
};
