import type { Knex } from 'knex';
import type { DigestFigure } from '../../contract/reports.ts';
import { applyScope, scoped } from '../../kernel/scope.ts';
import { column, ownedTable, type OwnedTable } from '../../kernel/table.ts';
import type { Work } from '../../kernel/work.ts';

/**
 * The columns of other capabilities' tables that reports read. Reports are a read model: they look at these rows and never
 * write them, and see them through the same data scope as everybody.
 */
const customers = ownedTable(
  'customers',
  { id: column.id(), name: column.text(), ownerId: column.id(), createdAt: column.instant() },
  { owner: 'ownerId', share: { kind: 'customer', column: 'id' } },
);
const opportunities = ownedTable(
  'opportunities',
  {
    id: column.id(),
    name: column.text(),
    customerId: column.nullable(column.id()),
    ownerId: column.id(),
    amount: column.int(),
    createdAt: column.instant(),
    closedOn: column.nullable(column.date()),
  },
  { owner: 'ownerId', share: { kind: 'customer', column: 'customerId' } },
);
const followUps = ownedTable(
  'follow_ups',
  {
    id: column.id(),
    customerId: column.id(),
    authorId: column.id(),
    kind: column.text(),
    content: column.text(),
    happenedAt: column.instant(),
  },
  { owner: 'authorId', share: { kind: 'customer', column: 'customerId' } },
);

/** Where a figure's rows are, whose they are, when they happened. Both the sums and the rows behind them come from here. */
export interface Source {
  readonly table: OwnedTable;
  readonly kind: 'customer' | 'opportunity' | 'follow_up';
  readonly person: string;
  /** Null: what is so now, whenever it began. */
  readonly at: { column: string; as: 'instant' | 'date' } | null;
  readonly amount: string | null;
  readonly where: (query: Knex.QueryBuilder) => Knex.QueryBuilder;
}

const opportunitySource = {
  table: opportunities,
  kind: 'opportunity',
  person: 'opportunities.owner_id',
  amount: 'opportunities.amount',
} as const;
const inState = (state: string) => (query: Knex.QueryBuilder) =>
  query.where({ 'opportunities.alive': 1, 'opportunities.state': state });
const closedOn = { column: 'opportunities.closed_on', as: 'date' } as const;

export const sources = {
  followUps: {
    table: followUps,
    kind: 'follow_up',
    person: 'follow_ups.author_id',
    at: { column: 'follow_ups.happened_at', as: 'instant' },
    amount: null,
    where: (query) => query.where({ 'follow_ups.alive': 1 }),
  },
  newCustomers: {
    table: customers,
    kind: 'customer',
    person: 'customers.owner_id',
    at: { column: 'customers.created_at', as: 'instant' },
    amount: null,
    where: (query) => query.where({ 'customers.alive': 1 }),
  },
  newOpportunities: {
    ...opportunitySource,
    at: { column: 'opportunities.created_at', as: 'instant' },
    where: (query) => query.where({ 'opportunities.alive': 1 }),
  },
  won: { ...opportunitySource, at: closedOn, where: inState('won') },
  lost: { ...opportunitySource, at: closedOn, where: inState('lost') },
  open: { ...opportunitySource, at: null, where: inState('open') },
} as const satisfies Record<string, Source>;
export type SourceName = keyof typeof sources;

/** A source's rows that exist for the actor; a follow-up also does where its customer does. */
export const visibleRows = (work: Work, source: Source, query: Knex.QueryBuilder): Knex.QueryBuilder => {
  if (source.kind !== 'follow_up' || work.actor.scope.all) return applyScope(query, source.table, work.actor);
  return query.where((either) => {
    void applyScope(either, source.table, work.actor);
    void either.orWhereIn('follow_ups.customer_id', scoped(work, customers).select('customers.id'));
  });
};

/** Every figure is a count of a source's rows or the sum of their amounts. */
export const figureSources: Record<DigestFigure, { source: SourceName; measure: 'count' | 'amount' }> = {
  follow_ups: { source: 'followUps', measure: 'count' },
  new_customers: { source: 'newCustomers', measure: 'count' },
  new_opportunities: { source: 'newOpportunities', measure: 'count' },
  new_amount: { source: 'newOpportunities', measure: 'amount' },
  won: { source: 'won', measure: 'count' },
  won_amount: { source: 'won', measure: 'amount' },
  lost: { source: 'lost', measure: 'count' },
  open_amount: { source: 'open', measure: 'amount' },
};
