import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import type { Work } from '../../../kernel/work.ts';
import { personRefs } from '../../org/index.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverFinished, handoverUndone } from '../events.ts';
import { handoverLifecycle, undoDays } from '../handover.ts';
import { countItemsByReceiver, countItemsByState } from '../queries/items.ts';
import { handoverCases, type HandoverCase } from '../store.ts';

/** Everything has moved: both sides are told, and it can be undone for 30 days. */
export const finishHandover = async (work: Work, one: HandoverCase): Promise<void> => {
  const now = work.clock.now();
  const values = { finishedAt: now, undoUntil: new Date(now.getTime() + undoDays * 86_400_000) };
  await move(work, handoverCases, handoverLifecycle, { id: one.id, from: 'running', to: 'done' }, values);
  const counts = await countItemsByReceiver(work, one.id);
  const names = await personRefs(work, [...counts.keys()]);
  const receivers = [...counts].map(([personId, count]) => ({
    personId,
    name: names.get(personId)?.name ?? '',
    count,
  }));
  const { assigneeId, assignedBy } = one;
  await emit(work, handoverFinished, {
    subject: asSubject(one),
    payload: { ...aboutCase(one), assigneeId, assignedBy, receivers },
  });
};

/** Everything that could go back has gone back. */
export const finishUndo = async (work: Work, one: HandoverCase): Promise<void> => {
  const counts = await countItemsByState(work, one.id);
  const [returned, skipped] = [counts.get('returned') ?? 0, counts.get('kept') ?? 0];
  const values = { finishedAt: work.clock.now(), undoSkipped: skipped };
  await move(work, handoverCases, handoverLifecycle, { id: one.id, from: 'undoing', to: 'undone' }, values);
  await emit(work, handoverUndone, { subject: asSubject(one), payload: { ...aboutCase(one), returned, skipped } });
};
