import type { Knex } from 'knex';

/** What every table holds, as one checksum each; but for the version that `undone` moves. */
export const footprint = async (db: Knex): Promise<Map<string, string>> => {
  const tables = await tableNames(db);
  const [rows] = (await db.raw(`checksum table ${tables.map(() => '??').join(', ')}`, tables)) as [
    { Table: string; Checksum: string | number }[],
  ];
  return new Map(rows.map(({ Table, Checksum }) => [Table.split('.').at(-1) ?? Table, String(Checksum)]));
};

/** Tables that hold something else than before. */
export const differences = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);

let known: string[] | undefined;

const tableNames = async (db: Knex): Promise<string[]> => {
  if (known) return known;
  const [rows] = (await db.raw(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE' and table_name <> 'org_state'",
  )) as [{ name: string }[]];
  return (known = rows.map(({ name }) => name));
};

/**
 * Tries something and takes back what it wrote when it was accepted, so that every try meets the same world; what a refusal wrote stays, to be
 * found. The organisation's version only grows: a chart cached under the number of an undone change must not come back under that number.
 */
export const undone = async <T extends { status: number }>(db: Knex, attempt: () => Promise<T>): Promise<T> => {
  await db.raw('savepoint attempt');
  const got = await attempt();
  if (got.status >= 400) return got;
  const { version } = await db('org_state').first<{ version: string }>('version');
  await db.raw('rollback to savepoint attempt');
  await db('org_state').update({ version: Number(version) + 1 });
  return got;
};
