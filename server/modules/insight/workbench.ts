import type { Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { pageOfIds } from '../../kernel/list.ts';
import { inOrder } from '../../kernel/paging.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { customersByTouch } from '../customers/index.ts';
import { amountOf, funnelOf, monthFigures, readOpen } from './figures.ts';
import { customers } from './sources.ts';
import { teamFigures } from './team.ts';
import { countTodo, nextContacts } from './todo.ts';
import { chooseView } from './view.ts';

/** Everything the first screen shows. */
export const readWorkbench = async (
  viewer: Work,
  query: { personId?: Id | undefined; view?: 'mine' | 'team' | undefined },
): Promise<Workbench> => {
  const { work, personId, covers, departmentId } = await chooseView(viewer, query);
  const reading = readOpen(work);
  const [todo, due, month, open, recentCustomers, team] = await Promise.all([
    countTodo(work, covers === 'person' ? personId : null),
    nextContacts(work),
    monthFigures(work),
    reading,
    recent(work),
    covers === 'team' ? teamFigures(viewer, personId, reading) : [],
  ]);
  return {
    today: work.calendar.dateOf(work.clock.now()),
    ...{ covers, departmentId, todo, due },
    month: { ...month, openAmount: amountOf(open) },
    funnel: funnelOf(open),
    ...{ recentCustomers, team },
  };
};

const recent = async (work: Work): Promise<Workbench['recentCustomers']> => {
  const page = await pageOfIds(work, customers, { limit: 5, sort: customersByTouch, where: (query) => query });
  const rows = await unscoped(work, customers, 'details of ids that pageOfIds has scoped')
    .whereIn('id', page.items)
    .select<
      {
        id: Id;
        name: string;
        level: string | null;
        touchedAt: Date;
      }[]
    >({ id: 'id', name: 'name', level: 'level', touchedAt: 'touched_at' });
  return inOrder(page.items, rows).map((row) => ({ ...row, touchedAt: row.touchedAt.toISOString() }));
};
