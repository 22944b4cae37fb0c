import type { Knex } from 'knex';
import type { z } from 'zod';
import {
  opportunityStates,
  type listOpportunities,
  type OpportunityRow,
  type OpportunityState,
} from '../../../contract/opportunities.ts';
import type { Id, Page } from '../../../contract/page.ts';
import { idsIfFew, pageOfRows, type SortOrder } from '../../../kernel/list.ts';
import { sumMatching, type Matching } from '../../../kernel/totals.ts';
import { scoped } from '../../../kernel/scope.ts';
import { keywordFilter } from '../../../kernel/search.ts';
import type { Work } from '../../../kernel/work.ts';
import { recycledSince } from '../../../kernel/recycle-bin.ts';
import { silentBefore } from '../../../kernel/silence.ts';
import { opportunities } from '../store.ts';
import { listedColumns, presentRows } from './rows.ts';
import { orderFor } from './sorting.ts';
import { viewerOf } from './viewer.ts';

type Query = z.output<typeof listOpportunities.query>;

/** Opportunities within scope, filtered, with the sum of everything that matches beside the first page. */
export const pageOfOpportunities = async (
  work: Work,
  query: Query,
): Promise<Page<OpportunityRow> & { amount: number | null }> => {
  const viewer = await viewerOf(work, query);
  const keyword = query.keyword ? await keywordFilter(work, searched, query.keyword) : null;
  const now = work.clock.now();
  const sort = orderFor(query, silentBefore(query.silentDays, now));
  const found = meet(query.customerId ? await idsOfCustomer(work, query.customerId) : null, keyword?.among ?? null);
  const matching: Matching = {
    deleted: query.deleted ?? false,
    among: found ?? (await fewMatching(work, query, sort, now)),
    where: (rows) => {
      filterFields(rows, query);
      filterTime(rows, query, now);
      viewer.filter(rows);
      return keyword ? keyword.where(rows) : rows;
    },
    filtered: filteredColumns(query),
  };
  const { cursor, limit } = query;
  const [page, amount] = await Promise.all([
    pageOfRows(viewer.work, opportunities, listedColumns, { ...matching, cursor, limit, sort }),
    cursor ? null : sumMatching(viewer.work, opportunities, matching, 'amount'),
  ]);
  return { ...page, items: await presentRows(work, page.items), amount };
};

/** The first few opportunities that match a keyword, for searches over everything. */
export const searchOpportunities = async (work: Work, keyword: string, limit: number): Promise<OpportunityRow[]> =>
  (await pageOfOpportunities(work, { keyword, limit, sort: 'touched' })).items;

const searched = { kind: 'opportunity', table: opportunities.name, name: 'name' };

/** A customer has few opportunities: they are found first, whatever the order of the list. */
const idsOfCustomer = async (work: Work, customerId: Id): Promise<Id[]> => {
  const rows = await scoped(work, opportunities)
    .where({ 'opportunities.customer_id': customerId })
    .orderBy('opportunities.id', 'desc')
    .limit(2000)
    .select<{ id: Id }[]>('opportunities.id');
  return rows.map((row) => row.id);
};

const meet = (one: readonly Id[] | null, other: readonly Id[] | null): readonly Id[] | null => {
  if (one === null || other === null) return one ?? other;
  const known = new Set(other);
  return one.filter((id) => known.has(id));
};

/** A filter that few opportunities pass finds them first, whatever the order of the list. */
const fewMatching = async (work: Work, query: Query, sort: SortOrder, now: Date): Promise<Id[] | null> => {
  if (query.deleted) return null;
  const few = (index: string, narrow: (rows: Knex.QueryBuilder) => void): Promise<Id[] | null> =>
    idsIfFew(work, opportunities, index, (rows) => {
      void rows.where('opportunities.alive', 1);
      narrow(rows);
    });
  // The index leads with the state, so that a stage alone is looked up in each of them.
  const states = query.state ?? (Object.keys(opportunityStates) as OpportunityState[]);
  const inStages =
    query.stage || query.state
      ? await few('opportunities_funnel', (rows) => filterFields(rows, { state: states, stage: query.stage }))
      : null;
  if (inStages) return inStages;
  const byDay = query.closeFrom !== undefined || query.closeUntil !== undefined;
  const closing =
    byDay && sort.everyone !== 'opportunities_close'
      ? await few('opportunities_close', (rows) =>
          filterFields(rows, { closeFrom: query.closeFrom, closeUntil: query.closeUntil }),
        )
      : null;
  if (closing) return closing;
  return query.silentDays && sort.column !== 'silent_since'
    ? few('opportunities_silent', (rows) => filterTime(rows, query, now))
    : null;
};

/** What the filters look at: nothing when there are none, so that an index alone can be walked. */
const filteredColumns = (query: Query): string[] => [
  ...(query.state ? ['state'] : []),
  ...(query.stage ? ['stage'] : []),
  ...(query.closeFrom || query.closeUntil ? ['close_order'] : []),
  ...(query.silentDays ? ['silent_since'] : []),
  ...(query.deleted ? ['deleted_at'] : []),
  ...(query.keyword ? ['name'] : []),
];

const filterFields = (rows: Knex.QueryBuilder, query: Partial<Query>): void => {
  if (query.state) void rows.whereIn('opportunities.state', query.state);
  if (query.stage) void rows.whereIn('opportunities.stage', query.stage);
  if (query.closeFrom) void rows.where('opportunities.close_order', '>=', query.closeFrom);
  if (query.closeUntil) void rows.where('opportunities.close_order', '<=', query.closeUntil);
};

const filterTime = (rows: Knex.QueryBuilder, query: Query, now: Date): void => {
  const before = silentBefore(query.silentDays, now);
  if (before) void rows.where('opportunities.silent_since', '<', before);
  if (query.deleted) void rows.where('opportunities.deleted_at', '>=', recycledSince(now));
};
