import type { Knex } from 'knex';
import type { z } from 'zod';
import type { FollowUp, listFollowUps } from '../../contract/activities.ts';
import type { Page } from '../../contract/page.ts';
import { pageOfIds, type SortOrder } from '../../kernel/list.ts';
import { narrowed, seeingAll } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { getVisibleCustomer } from '../customers/index.ts';
import { getVisibleOpportunity } from '../opportunities/index.ts';
import { presentFollowUps } from './present.ts';
import { followUps } from './store.ts';

type Query = z.output<typeof listFollowUps.query>;

const newestFirst: SortOrder = {
  column: 'happened_at',
  direction: 'desc',
  everyone: 'follow_ups_happened',
  perOwner: 'follow_ups_author',
};

/** The contact log of a visible customer or opportunity is whole, whoever wrote it; otherwise it is what people in scope wrote. */
export const pageOfFollowUps = async (work: Work, query: Query): Promise<Page<FollowUp>> => {
  const { viewer, sort } = await viewOf(work, query);
  const page = await pageOfIds(viewer, followUps, {
    cursor: query.cursor,
    limit: query.limit,
    sort,
    where: (rows) => filter(rows, query),
  });
  return { ...page, items: await presentFollowUps(work, page.items) };
};

const viewOf = async (work: Work, query: Query): Promise<{ viewer: Work; sort: SortOrder }> => {
  if (query.opportunityId) {
    await getVisibleOpportunity(work, query.opportunityId);
    const viewer = seeingAll(work, 'the contact log of an opportunity that the actor sees');
    return { viewer, sort: { ...newestFirst, everyone: 'follow_ups_opportunity' } };
  }
  if (query.customerId) {
    await getVisibleCustomer(work, query.customerId);
    const viewer = seeingAll(work, 'the contact log of a customer that the actor sees');
    return { viewer, sort: { ...newestFirst, everyone: 'follow_ups_customer' } };
  }
  const people = query.authorId ? [query.authorId] : null;
  return { viewer: narrowed(work, { people, shared: 'kept' }), sort: newestFirst };
};

const filter = (rows: Knex.QueryBuilder, query: Query): Knex.QueryBuilder => {
  if (query.customerId) void rows.where('follow_ups.customer_id', query.customerId);
  if (query.opportunityId) void rows.where('follow_ups.opportunity_id', query.opportunityId);
  if (query.authorId) void rows.where('follow_ups.author_id', query.authorId);
  if (query.since) void rows.where('follow_ups.happened_at', '>=', new Date(query.since));
  if (query.until) void rows.where('follow_ups.happened_at', '<', new Date(query.until));
  return rows;
};
