import { totalCap, type Id, type Page } from '../../../contract/page.ts';
import { Problem } from '../../../kernel/problem.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import type { ItemState } from '../handover.ts';
import { handoverItems, type HandoverCase, type HandoverItem } from '../store.ts';

/** How many rows each receiver got. */
export const countItemsByReceiver = async (work: Work, caseId: Id): Promise<Map<Id, number>> =>
  new Map(await counted(work, caseId, 'to_id'));

/** How many rows are where. */
export const countItemsByState = async (work: Work, caseId: Id): Promise<Map<ItemState, number>> =>
  new Map((await counted(work, caseId, 'state')).map(([state, count]) => [state as ItemState, count]));

const counted = async (work: Work, caseId: Id, column: 'to_id' | 'state' | 'kind'): Promise<[string, number][]> => {
  const rows: { value: string; count: number | string }[] = await work
    .db(handoverItems.name)
    .where({ case_id: caseId })
    .groupBy(column)
    .select({ value: column })
    .count({ count: '*' });
  return rows.map((row) => [row.value, Number(row.count)]);
};

/** The next rows of a kind that have moved and not been given back or kept. */
export const nextMovedItems = (
  work: Work,
  one: HandoverCase,
  kind: HandoverItem['kind'],
  limit: number,
): Promise<HandoverItem[]> =>
  allRows(
    handoverItems,
    work.db(handoverItems.name).where({ case_id: one.id, state: 'moved', kind }).orderBy('id').limit(limit),
  );

/** Customers that have moved, in the order of their ids. */
export const pageOfMovedCustomers = async (
  work: Work,
  one: HandoverCase,
  request: { cursor?: string | undefined; limit: number },
): Promise<Page<HandoverItem>> => {
  const query = work.db(handoverItems.name).where({ case_id: one.id, kind: 'customer' });
  const total = request.cursor ? null : new Map(await counted(work, one.id, 'kind'));
  if (request.cursor) void query.where('object_id', '>', idCursor(request.cursor));
  const rows = await allRows(handoverItems, query.orderBy('object_id').limit(request.limit + 1));
  const items = rows.slice(0, request.limit);
  return {
    items,
    nextCursor: rows.length > request.limit ? (items.at(-1)?.objectId ?? null) : null,
    total: total && capped(total.get('customer') ?? 0),
  };
};

export const capped = (count: number): { count: number; capped: boolean } => ({
  count: Math.min(count, totalCap),
  capped: count > totalCap,
});

/** An id as a cursor, ascending. */
export const idCursor = (cursor: string): Id => {
  if (!/^\d{1,19}$/.test(cursor)) throw new Problem('request.bad_cursor');
  return cursor;
};
