import type { Id } from '../../contract/page.ts';
import { ensure } from '../../kernel/problem.ts';
import { narrowed, seesOwner } from '../../kernel/scope.ts';
import { personOf, type Work } from '../../kernel/work.ts';

/** Whose records a workbench shows: one's own, a colleague's within scope, or everybody's within scope. */
export interface View {
  /** Work narrowed to those records; never wider than the viewer's own scope. */
  work: Work;
  /** Set when the view is one person's. */
  personId: Id | null;
}

export const chooseView = (work: Work, query: { personId?: Id | undefined; view: 'mine' | 'team' }): View => {
  if (query.personId === undefined && query.view === 'team') return { work, personId: null };
  const personId = query.personId ?? personOf(work);
  ensure(seesOwner(work.actor, personId), 'record.not_found');
  return { work: narrowed(work, { people: [personId], shared: 'dropped' }), personId };
};
