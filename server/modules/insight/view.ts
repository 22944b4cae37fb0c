import type { Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { ensure } from '../../kernel/problem.ts';
import { narrowed, seesOwner } from '../../kernel/scope.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { departmentsLedBy, isLeader, readOrg, subordinatesOf } from '../org/index.ts';

/** Whose records a workbench shows: somebody's own, a colleague's team, or everybody's within scope. */
export interface View extends Pick<Workbench, 'covers' | 'departmentId'> {
  /** Work narrowed to those records; never wider than the viewer's own scope. */
  work: Work;
  /** Whose workbench it is. */
  personId: Id;
}

/** Unless asked otherwise, a leader's workbench is that of the team, anybody else's their own. */
export const chooseView = async (
  work: Work,
  query: { personId?: Id | undefined; view?: 'mine' | 'team' | undefined },
): Promise<View> => {
  const personId = query.personId ?? personOf(work);
  ensure(seesOwner(work.actor, personId), 'record.not_found');
  const { chart } = await readOrg(work);
  const view = query.view ?? (isLeader(chart, personId) ? 'team' : 'mine');
  const only = (people: Id[]): Work => narrowed(work, { people, shared: 'dropped' });
  if (view === 'mine') return { work: only([personId]), personId, covers: 'person', departmentId: null };
  if (personId === personOf(work)) return { work, personId, covers: 'team', departmentId: null };
  const [departmentId = null] = await departmentsLedBy(work, personId);
  const team = only([personId, ...subordinatesOf(chart, personId)]);
  return { work: team, personId, covers: 'team', departmentId };
};
