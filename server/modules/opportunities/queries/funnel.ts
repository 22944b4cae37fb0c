import type { z } from 'zod';
import { stageOrder, type getFunnel, type OpportunityState, type Stage } from '../../../contract/opportunities.ts';
import { Problem } from '../../../kernel/problem.ts';
import { scoped, seesOwner } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { departmentScope, nameOfPerson, readOrg } from '../../org/index.ts';
import { opportunities } from '../store.ts';
import { viewerOf, type Viewer, type Whose } from './viewer.ts';

export type Funnel = z.output<typeof getFunnel.response>;
const historyDays = 365;

interface Sum {
  state: OpportunityState;
  stage: Stage;
  count: number | string;
  amount: number | string | null;
}
interface History {
  stage: Stage;
  entered: number | string;
  wentOn: number | string;
  seconds: number | string | null;
}

/** Open opportunities by stage with conversion and duration, and everything closed so far, of a person, a department or the whole scope. */
export const readFunnel = async (work: Work, whose: Whose): Promise<Funnel> => {
  const scope = await nameScope(work, whose);
  const viewer = await viewerOf(work, whose);
  const [sums, history] = await Promise.all([sumByStage(viewer), historyByStage(viewer)]);
  return {
    scope,
    stages: stageOrder.map((stage) => ({
      stage,
      ...addUp(sums.filter((row) => row.state === 'open' && row.stage === stage)),
      ...rates(history.find((row) => row.stage === stage)),
    })),
    won: addUp(sums.filter((row) => row.state === 'won')),
    lost: addUp(sums.filter((row) => row.state === 'lost')),
  };
};

/** Whose funnel it is, in words; what lies wholly out of scope does not exist. */
const nameScope = async (work: Work, { ownerId, departmentId, relation }: Whose): Promise<string> => {
  if (ownerId) {
    const name = seesOwner(work.actor, ownerId) ? await nameOfPerson(work, ownerId) : null;
    if (name === null) throw new Problem('record.not_found');
    return name;
  }
  if (departmentId) {
    const department = (await readOrg(work)).chart.departments.get(departmentId);
    const { people } = await departmentScope(work, departmentId);
    const visible = work.actor.scope.all || people.some((id) => seesOwner(work.actor, id));
    if (!department || !visible) throw new Problem('record.not_found');
    return department.name;
  }
  if (relation === 'mine') return '我负责的';
  if (relation === 'team') return '我的团队';
  return work.actor.scope.all ? '全公司' : '我和团队';
};

const sumByStage = ({ work, filter }: Viewer): Promise<Sum[]> =>
  filter(scoped(work, opportunities))
    .where('opportunities.alive', 1)
    .groupBy('opportunities.state', 'opportunities.stage')
    .select({ state: 'opportunities.state', stage: 'opportunities.stage' })
    .count({ count: '*' })
    .sum({ amount: 'opportunities.amount' }) as never;

const historyByStage = ({ work, filter }: Viewer): Promise<History[]> => {
  const since = new Date(work.clock.now().getTime() - historyDays * 86_400_000);
  const ids = (condition: string) => work.db.raw(`case when ${condition} then history.opportunity_id end`, [since]);
  return filter(scoped(work, opportunities))
    .join({ history: 'opportunity_stages' }, 'history.opportunity_id', 'opportunities.id')
    .where('opportunities.alive', 1)
    .where((recent) => void recent.where('history.entered_at', '>=', since).orWhere('history.left_at', '>=', since))
    .groupBy('history.stage')
    .select({ stage: 'history.stage' })
    .countDistinct({
      entered: ids('history.entered_at >= ?'),
      wentOn: ids("history.entered_at >= ? and (history.left_by in ('forward','won') or opportunities.state = 'won')"),
    } as never)
    .avg({
      seconds: work.db.raw(
        'case when history.left_at >= ? then timestampdiff(second, history.entered_at, history.left_at) end',
        [since],
      ),
    } as never) as never;
};

const addUp = (rows: readonly Sum[]): { count: number; amount: number } => ({
  count: rows.reduce((sum, row) => sum + Number(row.count), 0),
  amount: rows.reduce((sum, row) => sum + Number(row.amount ?? 0), 0),
});

const rates = (row: History | undefined): { conversion: number | null; averageDays: number | null } => {
  const entered = Number(row?.entered ?? 0);
  const seconds = row?.seconds ?? null;
  return {
    conversion: entered > 0 ? Math.round((Number(row?.wentOn ?? 0) * 100) / entered) : null,
    averageDays: seconds === null ? null : Math.round(Number(seconds) / 8640) / 10,
  };
};
