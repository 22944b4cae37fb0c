import type { HandoverRow, HandoverState } from '../../../contract/handover.ts';
import type { Id, Page } from '../../../contract/page.ts';
import type { PersonRef } from '../../../contract/subject.ts';
import { pageById } from '../../../kernel/paging.ts';
import { allRows } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { handoverCases, type HandoverCase } from '../store.ts';
import { peopleBelow } from './standing.ts';

/** Cases I decide about: asked to, above their person, or all for those who manage hand-overs. Newest first. */
export const listCases = async (
  work: Work,
  request: { cursor?: string | undefined; limit: number; state?: HandoverState | undefined },
): Promise<Page<HandoverRow>> => {
  const query = work.db(handoverCases.name);
  if (request.state) void query.where({ state: request.state });
  if (!work.actor.permissions.has('handover.manage')) {
    const below = [...(await peopleBelow(work))];
    void query.where((either) => void either.where({ assignee_id: personOf(work) }).orWhereIn('person_id', below));
  }
  const page = await pageById(query, 'handover_cases.id', request, (rows) => allRows(handoverCases, rows));
  const people = await personRefs(
    work,
    page.items.flatMap((one) => [one.personId, one.assigneeId]),
  );
  return { ...page, items: page.items.map((one) => presentCase(one, people)) };
};

export const presentCase = (one: HandoverCase, people: ReadonlyMap<Id, PersonRef>): HandoverRow => ({
  id: one.id,
  person: people.get(one.personId) ?? { id: one.personId, name: one.personName, active: false },
  reason: one.reason,
  state: one.state,
  assignee: (one.assigneeId && people.get(one.assigneeId)) || null,
  createdAt: one.createdAt.toISOString(),
  finishedAt: one.finishedAt?.toISOString() ?? null,
  objects: one.objects,
  amount: one.amount,
});
