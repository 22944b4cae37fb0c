import type { Knex } from 'knex';

interface Column {
  type: string;
  isNullable: boolean;
  /** Rows can be written without naming it. */
  isOptional: boolean;
}

/** What code can tell of a schema: tables, their columns, and what their rows must not share. */
export interface SchemaShape {
  columns: Map<string, Column>;
  /** Unique keys, primary ones included: `table(column,column)`. */
  uniques: Set<string>;
}

export const readShape = async (knex: Knex): Promise<SchemaShape> => {
  const [columns] = (await knex.raw(
    `select table_name t, column_name c, column_type type, is_nullable nullable, column_default preset, extra, generation_expression computed
     from information_schema.columns where table_schema = database() and table_name not like 'schema%' order by t, c`,
  )) as [Record<'t' | 'c' | 'type' | 'nullable' | 'extra', string>[]];
  const [uniques] = (await knex.raw(
    `select table_name t, group_concat(column_name order by seq_in_index) c from information_schema.statistics
     where table_schema = database() and non_unique = 0 and table_name not like 'schema%' group by table_name, index_name`,
  )) as [{ t: string; c: string }[]];
  return {
    columns: new Map(
      (columns as (Record<string, string | null> & { t: string; c: string })[]).map((row) => [
        `${row.t}.${row.c}`,
        columnOf(row),
      ]),
    ),
    uniques: new Set(uniques.map(({ t, c }) => `${t}(${c})`)),
  };
};

const columnOf = (row: Record<string, string | null>): Column => {
  const isNullable = row['nullable'] === 'YES';
  const isOptional =
    isNullable || row['preset'] !== null || Boolean(row['computed']) || /auto_increment/.test(row['extra'] ?? '');
  return { type: row['type'] ?? '', isNullable, isOptional };
};

/** What a change of the schema takes from code that was written for the one before. */
export const breaks = (before: SchemaShape, after: SchemaShape): string[] => {
  const found: string[] = [];
  const tablesBefore = new Set([...before.columns.keys()].map(tableOf));
  for (const [name, column] of before.columns) {
    const now = after.columns.get(name);
    if (!now) found.push(`${name} is gone`);
    else if (now.type !== column.type) found.push(`${name} turns from ${column.type} into ${now.type}`);
    else if (column.isNullable && !now.isNullable) found.push(`${name} must be filled`);
    else if (column.isOptional && !now.isOptional) found.push(`${name} loses its default`);
  }
  for (const [name, column] of after.columns) {
    if (!before.columns.has(name) && tablesBefore.has(tableOf(name)) && !column.isOptional)
      found.push(`${name} is new and must be filled`);
  }
  for (const unique of after.uniques) {
    if (!before.uniques.has(unique) && tablesBefore.has(unique.replace(/\(.*/, '')))
      found.push(`${unique} must be unique`);
  }
  return found;
};

const tableOf = (column: string): string => column.split('.')[0] ?? '';
