import type { Knex } from 'knex';

/** How one column crosses between SQL and TypeScript. */
export interface Column<T> {
  readonly decode: (raw: unknown) => T;
  readonly encode: (value: T) => unknown;
}

const plain = <T>(decode: (raw: unknown) => T, encode: (value: T) => unknown = (value) => value): Column<T> => ({
  decode,
  encode,
});

/** Column kinds. Ids are text, money and counters numbers, instants Date, dates `YYYY-MM-DD`, JSON parsed here and nowhere else. */
export const column = {
  id: () => plain<string>(String),
  text: <T extends string = string>() => plain<T>((raw) => String(raw) as T),
  int: () => plain<number>(Number),
  bool: () =>
    plain<boolean>(
      (raw) => Number(raw) === 1,
      (value) => (value ? 1 : 0),
    ),
  instant: () => plain<Date>((raw) => (raw instanceof Date ? raw : new Date(String(raw)))),
  date: () => plain<string>(String),
  json: <T>() =>
    plain<T>(
      (raw) => (typeof raw === 'string' ? JSON.parse(raw) : raw) as T,
      (value) => JSON.stringify(value),
    ),
  nullable: <T>(inner: Column<T>): Column<T | null> =>
    plain<T | null>(
      (raw) => (raw === null || raw === undefined ? null : inner.decode(raw)),
      (value) => (value === null ? null : inner.encode(value)),
    ),
};

/** A column of any type: `encode` takes what `decode` gives, so neither `unknown` nor `never` fits every column. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the variance of encode forbids unknown
export type Columns = Record<string, Column<any>>;
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly columns: C;
}
export type RowOf<T extends Table> = { [K in keyof T['columns']]: ReturnType<T['columns'][K]['decode']> };

/** Declares a table by its explicit columns (camelCase here, snake_case in SQL). */
export const table = <C extends Table['columns']>(name: string, columns: C): Table<C> => ({ name, columns });

/** A table whose rows belong to a person; only `scoped` and `unscoped` give queries on it. `share` names the column whose id colleagues can be given access to. */
export interface OwnedTable<C extends Table['columns'] = Table['columns']> extends Table<C> {
  readonly owner: string;
  readonly share: { kind: string; column: string } | null;
}
export const ownedTable = <C extends Table['columns']>(
  name: string,
  columns: C,
  ownership: { owner: keyof C & string; share?: { kind: string; column: keyof C & string } },
): OwnedTable<C> => ({ name, columns, owner: ownership.owner, share: ownership.share ?? null });

const snakes = new Map<string, string>();

/** `ownerId` → `owner_id`. Names are those of columns, a few hundred in all, and asked for with every row. */
export const snake = (name: string): string => {
  const known = snakes.get(name) ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakes.set(name, known);
  return known;
};

/** SQL name of a column, qualified. */
export const col = <T extends Table>(of: T, name: keyof T['columns'] & string): string => `${of.name}.${snake(name)}`;

const columnLists = new WeakMap<object, string>();

/**
 * Selects every column, or the named ones, so that `decodeRow` can read them; as one piece of SQL, because naming forty columns to the
 * query builder costs more than reading them. The pieces are kept by table, and by the list of names, which should be a constant.
 */
export const selectRow = <T extends Table>(
  query: Knex.QueryBuilder,
  of: T,
  names?: readonly (keyof T['columns'] & string)[],
): Knex.QueryBuilder => {
  const key = names ?? of;
  const sql =
    columnLists.get(key) ??
    (names ?? Object.keys(of.columns)).map((name) => `\`${of.name}\`.\`${snake(name)}\` as \`${name}\``).join(', ');
  columnLists.set(key, sql);
  return query.select(query.client.raw(sql) as Knex.Raw);
};

/** Reads what was selected. */
export const decodeRow = <T extends Table>(of: T, raw: Record<string, unknown>): RowOf<T> => {
  const row: Record<string, unknown> = {};
  for (const name in raw) row[name] = of.columns[name] ? of.columns[name].decode(raw[name]) : raw[name];
  return row as RowOf<T>;
};

/** SQL values of the given fields; undefined fields are left out. */
export const encodeRow = <T extends Table>(of: T, values: Partial<RowOf<T>>): Record<string, unknown> => {
  const encoded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) encoded[snake(name)] = of.columns[name]?.encode(value);
  return encoded;
};

/** A plain query on a table that belongs to nobody in particular. Owned tables are refused by the type. */
export const query = <T extends Table>(db: Knex, of: T & { owner?: never }): Knex.QueryBuilder => db(of.name);
