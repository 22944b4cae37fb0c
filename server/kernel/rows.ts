import type { Knex } from 'knex';
import type { Id } from '../contract/page.ts';
import { insertRows } from './bulk.ts';
import { Problem } from './problem.ts';
import { decodeRow, encodeRow, selectRow, type RowOf, type Table } from './table.ts';
import type { Work } from './work.ts';

type Values<T extends Table> = Partial<RowOf<T>>;

/** Stamps of a new row, for the columns the table has. */
const birthStamps = (work: Work, of: Table): Record<string, unknown> => {
  const now = work.clock.now();
  const stamps = {
    createdAt: now,
    updatedAt: now,
    createdBy: work.actor.personId,
    updatedBy: work.actor.personId,
    version: 1,
  };
  return Object.fromEntries(Object.entries(stamps).filter(([name]) => name in of.columns));
};

/** Inserts one row, with a new id and stamps unless given. Returns the id. */
export const insert = async <T extends Table>(work: Work, of: T, values: Values<T>): Promise<Id> => {
  const id = (values as { id?: Id }).id ?? work.nextId();
  const row = { ...birthStamps(work, of), ...('id' in of.columns ? { id } : {}), ...values };
  await insertRows(work.db, of.name, [encodeRow(of, row as Values<T>)]);
  return id;
};

/** Inserts many rows in one statement per 500. */
export const insertMany = async <T extends Table>(work: Work, of: T, rows: Values<T>[]): Promise<void> => {
  const stamps = birthStamps(work, of);
  const encoded = rows.map((row) =>
    encodeRow(of, { ...stamps, ...('id' in of.columns ? { id: work.nextId() } : {}), ...row }),
  );
  await insertRows(work.db, of.name, encoded);
};

/** Changes one row if it still has `version`; returns the new version. Stale versions are refused as `conflict.stale` with the current row. */
export const patch = async <T extends Table>(
  work: Work,
  of: T,
  row: { id: Id; version: number },
  values: Values<T>,
): Promise<number> => {
  const next = row.version + 1;
  const stamps = { updatedAt: work.clock.now(), updatedBy: work.actor.personId, version: next };
  const known = Object.fromEntries(Object.entries(stamps).filter(([name]) => name in of.columns));
  const changed = await work
    .db(of.name)
    .where({ id: row.id, version: row.version })
    .update(encodeRow(of, { ...known, ...values }));
  if (changed === 0) throw await staleProblem(work, of, row.id);
  return next;
};

const staleProblem = async (work: Work, of: Table, id: Id): Promise<Problem> => {
  const raw = await selectRow(work.db(of.name).where({ id }), of).first<Record<string, unknown> | undefined>();
  if (!raw) return new Problem('record.not_found');
  const row = decodeRow(of, raw);
  const editor = typeof raw['updatedBy'] === 'string' ? await work.nameOf(work, raw['updatedBy']) : null;
  return new Problem('conflict.stale', { who: editor ?? '同事' }, [], row);
};

/** The first row the query finds, decoded. */
export const firstRow = async <T extends Table>(of: T, query: Knex.QueryBuilder): Promise<RowOf<T> | undefined> => {
  const raw = await selectRow(query, of).first<Record<string, unknown> | undefined>();
  return raw && decodeRow(of, raw);
};

/** Every row the query finds, decoded. */
export const allRows = async <T extends Table>(of: T, query: Knex.QueryBuilder): Promise<RowOf<T>[]> => {
  const raw: Record<string, unknown>[] = await selectRow(query, of);
  return raw.map((row) => decodeRow(of, row));
};
