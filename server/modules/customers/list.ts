import type { Knex } from 'knex';
import type { z } from 'zod';
import type { CustomerRow, listCustomers } from '../../contract/customers.ts';
import type { Id, Page } from '../../contract/page.ts';
import { idsIfFew, pageOfRows, type SortOrder } from '../../kernel/list.ts';
import { narrowed } from '../../kernel/scope.ts';
import { keywordFilter } from '../../kernel/search.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { recycledSince } from '../../kernel/recycle-bin.ts';
import { silentBefore } from '../../kernel/silence.ts';
import { departmentScope } from '../org/index.ts';
import { listedColumns, presentRows } from './rows.ts';
import { orderFor, selectiveIndexes } from './sorting.ts';
import { customers } from './store.ts';

type Query = z.output<typeof listCustomers.query>;

/** Customers within scope, filtered; the keyword is looked up in the search index. */
export const pageOfCustomers = async (work: Work, query: Query): Promise<Page<CustomerRow>> => {
  const owners = await ownersWanted(work, query);
  const keyword = query.keyword ? await keywordFilter(work, searched, query.keyword) : null;
  const now = work.clock.now();
  const sort = orderFor(query, silentBefore(query.silentDays, now));
  const page = await pageOfRows(viewerOf(work, query, owners), customers, listedColumns, {
    cursor: query.cursor,
    limit: query.limit,
    sort,
    deleted: query.deleted ?? false,
    among: keyword?.among ?? (await fewMatching(work, query, sort, now)),
    where: (rows) => {
      filterFields(rows, query);
      filterTime(rows, query, now);
      filterOwners(rows, work, query, owners);
      return keyword ? keyword.where(rows) : rows;
    },
    filtered: filteredColumns(query),
  });
  return { ...page, items: await presentRows(work, page.items) };
};

/** The first few customers that match a keyword, for searches over everything. */
export const searchCustomers = async (work: Work, keyword: string, limit: number): Promise<CustomerRow[]> => {
  const page = await pageOfCustomers(work, { keyword, limit, sort: 'touched' });
  return page.items;
};

const searched = { kind: 'customer', table: customers.name, name: 'name' };

/** Whose customers are asked for, when the query says so. */
const ownersWanted = async (work: Work, query: Query): Promise<Id[] | null> => {
  const members = query.departmentId ? [...(await departmentScope(work, query.departmentId)).people] : null;
  if (query.ownerId === undefined) return members;
  return members === null || members.includes(query.ownerId) ? [query.ownerId] : [];
};

/** The scope is narrowed rather than filtered, so that the list reads only the owners it needs. */
const viewerOf = (work: Work, query: Query, owners: Id[] | null): Work => {
  const within = narrowed(work, { people: owners, shared: 'kept' });
  if (query.relation === 'mine') return narrowed(within, { people: [personOf(work)], shared: 'dropped' });
  if (query.relation === 'shared') return narrowed(within, { people: [], shared: 'kept' });
  if (query.relation === 'team') return narrowed(within, { people: null, shared: 'dropped' });
  return within;
};

/** What the narrowed scope cannot say: who owns what is shared with me, and everybody but me. */
const filterOwners = (rows: Knex.QueryBuilder, work: Work, query: Query, owners: Id[] | null): void => {
  if (owners && work.actor.shares.has('customer')) void rows.whereIn('customers.owner_id', owners);
  if (query.relation === 'team') void rows.whereNot('customers.owner_id', personOf(work));
};

/** A filter that few customers pass finds them first, whatever the order of the list; one that leads the order needs no help. */
const fewMatching = async (work: Work, query: Query, sort: SortOrder, now: Date): Promise<Id[] | null> => {
  if (query.deleted) return null;
  for (const { index, by } of selectiveIndexes) {
    const isAsked = by === 'silentDays' ? query.silentDays !== undefined : query[by] !== undefined;
    if (!isAsked || index === sort.everyone) continue;
    const ids = await idsIfFew(work, customers, index, (rows) => {
      void rows.where('customers.alive', 1);
      if (by === 'silentDays') filterTime(rows, query, now);
      else filterFields(rows, { [by]: query[by] });
    });
    if (ids) return ids;
  }
  return null;
};

/** What the filters look at: nothing when there are none, so that an index alone can be walked. */
const filteredColumns = (query: Query): string[] => [
  ...(query.kind ? ['kind'] : []),
  ...(query.level ? ['level'] : []),
  ...(query.industryId ? ['industry_id'] : []),
  ...(query.sourceId ? ['source_id'] : []),
  ...(query.region ? ['province', 'region'] : []),
  ...(query.silentDays ? ['silent_since'] : []),
  ...(query.deleted ? ['deleted_at'] : []),
  ...(query.keyword ? ['name'] : []),
];

const filterFields = (rows: Knex.QueryBuilder, query: Partial<Query>): void => {
  if (query.kind) void rows.whereIn('customers.kind', query.kind);
  if (query.level) void rows.whereIn('customers.level', query.level);
  if (query.industryId) void rows.whereIn('customers.industry_id', query.industryId);
  if (query.sourceId) void rows.whereIn('customers.source_id', query.sourceId);
  if (query.region) filterRegion(rows, query.region);
};

/** A province matches its cities, a city its districts. */
const filterRegion = (rows: Knex.QueryBuilder, region: string): void => {
  void rows.where('customers.province', region.slice(0, 2));
  if (region.endsWith('0000')) return;
  if (region.endsWith('00')) void rows.where('customers.region', 'like', `${region.slice(0, 4)}%`);
  else void rows.where('customers.region', region);
};

const filterTime = (rows: Knex.QueryBuilder, query: Query, now: Date): void => {
  const before = silentBefore(query.silentDays, now);
  if (before) void rows.where('customers.silent_since', '<', before);
  if (query.deleted) void rows.where('customers.deleted_at', '>=', recycledSince(now));
};
