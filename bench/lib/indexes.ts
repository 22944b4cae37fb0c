import type { Knex } from 'knex';

/** Fills a table without its secondary indexes and builds them afterwards, which takes a fraction of the time for millions of rows. */
export const withoutIndexes = async (db: Knex, table: string, fill: () => Promise<void>): Promise<void> => {
  const indexes = await secondaryIndexes(db, table);
  await alter(
    db,
    table,
    indexes.map(({ name }) => `drop index \`${name}\``),
  );
  await fill();
  await alter(
    db,
    table,
    indexes.map(({ name, unique, columns }) => `add ${unique ? 'unique ' : ''}index \`${name}\` (${columns})`),
  );
};

interface Index {
  name: string;
  unique: boolean;
  columns: string;
}

const secondaryIndexes = async (db: Knex, table: string): Promise<Index[]> => {
  const [rows] = (await db.raw(
    `select index_name as name, min(non_unique) = 0 as is_unique,
       group_concat(concat('\`', column_name, '\`', if(sub_part is null, '', concat('(', sub_part, ')'))) order by seq_in_index) as columns
     from information_schema.statistics
     where table_schema = database() and table_name = ? and index_name <> 'PRIMARY' group by index_name`,
    [table],
  )) as [{ name: string; is_unique: number; columns: string }[]];
  return rows.map((row) => ({ name: row.name, unique: Number(row.is_unique) === 1, columns: row.columns }));
};

const alter = async (db: Knex, table: string, changes: readonly string[]): Promise<void> => {
  if (changes.length > 0) await db.raw(`alter table \`${table}\` ${changes.join(', ')}`);
};
