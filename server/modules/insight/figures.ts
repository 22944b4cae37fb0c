import type { Knex } from 'knex';
import type { Workbench } from '../../contract/insight.ts';
import type { Fen } from '../../contract/money.ts';
import { stageOrder, stages, type Stage } from '../../contract/opportunities.ts';
import type { Id } from '../../contract/page.ts';
import { scoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { customers, followUps, opportunities } from './sources.ts';

interface Sum {
  count: string | number;
  amount?: string | number | null;
}
const only = async (query: Knex.QueryBuilder): Promise<{ count: number; amount: number }> => {
  const [row] = (await query) as Sum[];
  return { count: Number(row?.count ?? 0), amount: Number(row?.amount ?? 0) };
};
const countAndAmount = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.count({ count: '*' }).sum({ amount: 'opportunities.amount' });

/** What one person has open in one stage. */
export interface OpenAt {
  ownerId: Id;
  stage: Stage;
  count: number;
  amount: Fen;
}

/** Everything open by person and stage, read once for all that is said about it: a boss has a million of them. */
export const readOpen = async (work: Work): Promise<OpenAt[]> => {
  const rows = await scoped(work, opportunities)
    .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
    .groupBy('opportunities.owner_id', 'opportunities.stage')
    .select({ ownerId: 'opportunities.owner_id', stage: 'opportunities.stage' })
    .count({ count: '*' })
    .sum<(Sum & { ownerId: Id; stage: Stage })[]>({ amount: 'opportunities.amount' });
  return rows.map(({ ownerId, stage, count, amount }) => ({
    ownerId: String(ownerId),
    stage,
    count: Number(count),
    amount: Number(amount ?? 0),
  }));
};

/** This month's figures. */
export const monthFigures = async (work: Work): Promise<Omit<Workbench['month'], 'openAmount'>> => {
  const today = work.calendar.dateOf(work.clock.now());
  const monthStart = work.calendar.monthStart(today);
  const since = work.calendar.startOf(monthStart);
  const [won, created, logged] = await Promise.all([
    only(
      countAndAmount(
        scoped(work, opportunities)
          .where({ 'opportunities.alive': 1, 'opportunities.state': 'won' })
          .where('opportunities.closed_on', '>=', monthStart),
      ),
    ),
    only(
      scoped(work, customers)
        .where('customers.alive', 1)
        .where('customers.created_at', '>=', since)
        .count({ count: '*' }),
    ),
    only(scoped(work, followUps).where('follow_ups.happened_at', '>=', since).count({ count: '*' })),
  ]);
  return {
    wonAmount: won.amount,
    wonCount: won.count,
    newCustomers: created.count,
    followUps: logged.count,
  };
};

/** Open opportunities by stage, every stage present. */
export const funnelOf = (open: readonly OpenAt[]): Workbench['funnel'] =>
  stageOrder.map((stage) => {
    const there = open.filter((one) => one.stage === stage);
    return {
      stage,
      label: stages[stage],
      count: there.reduce((sum, one) => sum + one.count, 0),
      amount: amountOf(there),
    };
  });

export const amountOf = (open: readonly OpenAt[]): Fen => open.reduce((sum, one) => sum + one.amount, 0);
