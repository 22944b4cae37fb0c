import type { Knex } from 'knex';
import { stageOrder, stages, type Stage } from '../../contract/opportunities.ts';
import type { Workbench } from '../../contract/insight.ts';
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

/** This month's figures and the open amount. */
export const monthFigures = async (work: Work): Promise<Workbench['month']> => {
  const today = work.calendar.dateOf(work.clock.now());
  const monthStart = work.calendar.monthStart(today);
  const since = work.calendar.startOf(monthStart);
  const [won, open, created, logged] = await Promise.all([
    only(
      countAndAmount(
        scoped(work, opportunities)
          .where({ 'opportunities.alive': 1, 'opportunities.state': 'won' })
          .where('opportunities.closed_on', '>=', monthStart),
      ),
    ),
    only(
      countAndAmount(scoped(work, opportunities).where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })),
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
    openAmount: open.amount,
  };
};

/** Open opportunities by stage, every stage present. */
export const openFunnel = async (work: Work): Promise<Workbench['funnel']> => {
  const rows = await scoped(work, opportunities)
    .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
    .groupBy('opportunities.stage')
    .select({ stage: 'opportunities.stage' })
    .count({ count: '*' })
    .sum<(Sum & { stage: Stage })[]>({ amount: 'opportunities.amount' });
  const byStage = new Map(rows.map((row) => [row.stage, row]));
  return stageOrder.map((stage) => ({
    stage,
    label: stages[stage],
    count: Number(byStage.get(stage)?.count ?? 0),
    amount: Number(byStage.get(stage)?.amount ?? 0),
  }));
};
