import type { Knex } from 'knex';
import { isStatementTimeout } from './database.ts';
import type { Work } from './work.ts';

/** The rows of a question; null when the database needs longer for it than this, and then it stops. */
export const rowsInTime = async <T>(
  work: Work,
  query: Knex.QueryBuilder,
  milliseconds: number,
): Promise<T[] | null> => {
  const { sql, bindings } = query.toSQL().toNative();
  const text =
    (await flavourOf(work)) === 'mariadb'
      ? `SET STATEMENT max_statement_time=${milliseconds / 1000} FOR ${sql}`
      : sql.replace(/^select /i, `select /*+ MAX_EXECUTION_TIME(${milliseconds}) */ `);
  try {
    const [rows] = (await work.db.raw(text, bindings as never)) as [T[]];
    return rows;
  } catch (error) {
    if (isStatementTimeout(error)) return null;
    throw error;
  }
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
