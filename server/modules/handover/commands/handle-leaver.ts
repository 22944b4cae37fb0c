import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { allRows, patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { findPersonById, findSuperiorOfLeaver, peopleWithPermission } from '../../org/index.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverCancelled } from '../events.ts';
import { handoverLifecycle } from '../handover.ts';
import { countBelongings } from '../queries/belongings.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverCases } from '../store.ts';
import { announceCase, findUnfinishedCase, openCase } from './open-case.ts';

/** Somebody has left: a case for what they leave behind, their undecided approvals to their superior, and cases that waited for them to the next. */
export const handleLeaver = async (work: Work, sources: HandoverSources, personId: Id): Promise<void> => {
  await openCase(work, sources, { personId, reason: 'left', withContacts: false });
  const superior = await findSuperiorOfLeaver(work, personId);
  const [fallback] = await peopleWithPermission(work, 'handover.manage');
  const toId = superior ?? fallback;
  if (toId) await sources.approvals.reassign(work, { fromId: personId, toId, reason: '原审批人已离职' });
  await passOnCases(work, sources, personId, superior);
};

const passOnCases = async (work: Work, sources: HandoverSources, from: Id, to: Id | null): Promise<void> => {
  const query = work.db(handoverCases.name).where({ assignee_id: from, state: 'open' }).forUpdate();
  for (const one of await allRows(handoverCases, query)) {
    await patch(work, handoverCases, one, { assigneeId: to });
    await announceCase(work, { ...one, assigneeId: to }, await countBelongings(work, sources, one.personId));
  }
};

/** What an undone hand-over gave back to somebody who is gone waits for a new decision. */
export const reopenForLeaver = async (work: Work, sources: HandoverSources, personId: Id): Promise<void> => {
  const person = await findPersonById(work, personId);
  if (person?.state === 'left') await openCase(work, sources, { personId, reason: 'left', withContacts: false });
};

/** Somebody is back: a case nobody has decided about is called off. */
export const handleReturn = async (work: Work, personId: Id): Promise<void> => {
  const one = await findUnfinishedCase(work, personId);
  if (one?.state !== 'open' || one.reason !== 'left') return;
  const values = { finishedAt: work.clock.now() };
  await move(work, handoverCases, handoverLifecycle, { id: one.id, from: 'open', to: 'undone' }, values);
  await emit(work, handoverCancelled, { subject: asSubject(one), payload: aboutCase(one) });
};
