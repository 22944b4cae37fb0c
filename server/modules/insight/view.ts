import type { Id } from '../../contract/page.ts';
import { ensure } from '../../kernel/problem.ts';
import { narrowed, seesOwner } from '../../kernel/scope.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { isLeader, readOrg } from '../org/index.ts';

/** Whose records a workbench shows: one's own, a colleague's within scope, or everybody's within scope. */
export interface View {
  /** Work narrowed to those records; never wider than the viewer's own scope. */
  work: Work;
  /** Set when the view is one person's. */
  personId: Id | null;
}

/** Unless asked otherwise, leaders see everybody within their scope and others themselves. */
export const chooseView = async (
  work: Work,
  query: { personId?: Id | undefined; view?: 'mine' | 'team' | undefined },
): Promise<View> => {
  const view = query.personId ? 'mine' : (query.view ?? (await usualView(work)));
  if (view === 'team') return { work, personId: null };
  const personId = query.personId ?? personOf(work);
  ensure(seesOwner(work.actor, personId), 'record.not_found');
  return { work: narrowed(work, { people: [personId], shared: 'dropped' }), personId };
};

const usualView = async (work: Work): Promise<'mine' | 'team'> => {
  const { chart } = await readOrg(work);
  return isLeader(chart, personOf(work)) ? 'team' : 'mine';
};
