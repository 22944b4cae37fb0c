import type { TransferState } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { moveAll } from '../../../kernel/lifecycle.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverContactsMoved } from '../events.ts';
import { contactLifecycle } from '../handover.ts';
import { handoverCases, handoverContacts } from '../store.ts';

/** Where one contact now stands, and why in words where that is bad. */
export interface ContactNews {
  id: Id;
  from: TransferState;
  to: TransferState;
  reason: string | null;
  receiverId: Id | null;
}

/** Writes down what the platform said about contacts of one case, a statement for each group that fares alike. */
export const settleContacts = async (work: Work, caseId: Id, news: readonly ContactNews[]): Promise<void> => {
  if (news.length === 0) return;
  const groups = new Map<string, ContactNews[]>();
  for (const one of news) {
    const key = JSON.stringify([one.from, one.to, one.reason, one.receiverId]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const states: Record<string, number> = {};
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const moved = await settleGroup(
      work,
      first,
      group.map((one) => one.id),
    );
    if (moved > 0) states[first.to] = (states[first.to] ?? 0) + moved;
  }
  if (Object.keys(states).length === 0) return;
  const one = required(await firstRow(handoverCases, work.db(handoverCases.name).where({ id: caseId })));
  await emit(work, handoverContactsMoved, { subject: asSubject(one), payload: { ...aboutCase(one), states } });
};

const settleGroup = (work: Work, { from, to, reason, receiverId }: ContactNews, ids: Id[]): Promise<number> => {
  const start = from === 'planned' ? { requestedAt: work.clock.now(), receiverId } : {};
  return moveAll(work, handoverContacts, contactLifecycle, { from, to }, (query) => query.whereIn('id', ids), {
    reason: reason?.slice(0, 200) ?? null,
    ...start,
  });
};
