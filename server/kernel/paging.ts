import type { Knex } from 'knex';
import type { Id, Page } from '../contract/page.ts';
import { Problem } from './problem.ts';

/** Where a page ends: the value of its order, as text, and the id that breaks ties. */
export type Position = [value: string, id: Id];

/** A keyset position as an opaque cursor. */
export const encodeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** The position a cursor stands for; refuses what nobody was given with `request.bad_cursor`. */
export const decodeCursor = (cursor: string): Position => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && typeof parsed[0] === 'string' && /^\d{1,19}$/.test(String(parsed[1])))
      return [parsed[0], String(parsed[1])];
  } catch {
    // Falls through to the refusal: a cursor nobody could have been given.
  }
  throw new Problem('request.bad_cursor');
};

/** Keyset paging by id alone, newest first, for logs and other tables that belong to nobody. */
export const pageById = async <T extends { id: Id }>(
  query: Knex.QueryBuilder,
  idColumn: string,
  request: { cursor?: string | undefined; limit: number },
  read: (query: Knex.QueryBuilder) => Promise<T[]>,
): Promise<Page<T>> => {
  if (request.cursor !== undefined) {
    if (!/^\d{1,19}$/.test(request.cursor)) throw new Problem('request.bad_cursor');
    void query.where(idColumn, '<', request.cursor);
  }
  const rows = await read(query.orderBy(idColumn, 'desc').limit(request.limit + 1));
  const items = rows.slice(0, request.limit);
  return { items, nextCursor: rows.length > request.limit ? (items.at(-1)?.id ?? null) : null, total: null };
};

/** Puts rows read by id back into the order of the ids. */
export const inOrder = <T extends { id: Id }>(ids: readonly Id[], rows: readonly T[]): T[] => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};
