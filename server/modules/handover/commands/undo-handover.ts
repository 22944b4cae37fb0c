import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverUndoRequested } from '../events.ts';
import { handoverLifecycle } from '../handover.ts';
import { canUndo, mayDecide } from '../policy.ts';
import { countItemsByState } from '../queries/items.ts';
import { getCase } from '../queries/standing.ts';
import { handoverCases } from '../store.ts';

/** Asks for everything back that was not changed since; the rows go back in the background. */
export const undoHandover = async (work: Work, { caseId }: { caseId: Id }): Promise<void> => {
  const { one, standing } = await getCase(work, caseId, { lock: true });
  ensure(mayDecide(standing), 'record.not_allowed');
  ensure(one.state === 'done', 'handover.not_done');
  ensure(canUndo(standing, one, work.clock.now()), 'handover.undo_expired');
  const moved = await countItemsByState(work, one.id);
  try {
    const progress = { done: 0, total: moved.get('moved') ?? 0 };
    await move(work, handoverCases, handoverLifecycle, { id: one.id, from: 'done', to: 'undoing' }, progress);
  } catch (error) {
    // Meanwhile another case of the same person has been opened.
    if (isDuplicateKey(error, 'handover_cases_open')) throw new Problem('conflict.state');
    throw error;
  }
  await emit(work, handoverUndoRequested, { subject: asSubject(one), payload: aboutCase(one) });
};
