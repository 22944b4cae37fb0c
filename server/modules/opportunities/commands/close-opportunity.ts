import { emit, type Change } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Id } from '../../../contract/page.ts';
import { opportunityLost, opportunityWon } from '../events.ts';
import { opportunityLifecycle } from '../opportunity.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities, type OpportunityRecord } from '../store.ts';
import { leaveStage } from './record-stage.ts';
import { refreshCustomers } from './refresh-customers.ts';

export interface Closing {
  reasonId: Id | null;
  note: string;
}

/** Closes as won at the agreed price, in the transaction that made it final. */
export const closeWon = async (
  work: Work,
  row: OpportunityRecord,
  closing: Closing & { amount: number; approvalId: Id | null; changes?: Change[] },
): Promise<void> => {
  const { amount, approvalId, changes = [] } = closing;
  await close(work, row, 'won', closing, { amount, likelihood: 100 });
  await emit(work, opportunityWon, {
    ...onOpportunity(row),
    payload: { ...(await aboutOpportunity(work, row)), amount, approvalId },
    changes,
    reason: closing.note || null,
  });
};

export const closeLost = async (work: Work, row: OpportunityRecord, closing: Closing & { reason: string }) => {
  await close(work, row, 'lost', closing, { likelihood: 0 });
  await emit(work, opportunityLost, {
    ...onOpportunity(row),
    payload: { ...(await aboutOpportunity(work, row)), amount: row.amount, reason: closing.reason },
    reason: closing.note || null,
  });
};

/** A closed opportunity waits for nobody: no approval, no promised contact. */
const close = async (
  work: Work,
  row: OpportunityRecord,
  to: 'won' | 'lost',
  { reasonId, note }: Closing,
  values: Partial<OpportunityRecord>,
): Promise<void> => {
  const now = work.clock.now();
  await move(
    work,
    opportunities,
    opportunityLifecycle,
    { id: row.id, from: 'open', to },
    {
      ...values,
      closedOn: work.calendar.dateOf(now),
      reasonId,
      reasonNote: note || null,
      pendingApprovalId: null,
      nextContactAt: null,
      touchedAt: now,
      updatedBy: work.actor.personId,
    },
  );
  await leaveStage(work, row.id, to);
  await refreshCustomers(work, [row.customerId]);
};
