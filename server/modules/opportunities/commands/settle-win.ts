import { z } from 'zod';
import { id, type Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow, patch } from '../../../kernel/rows.ts';
import { unscoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Approvable } from '../../../ports/subjects.ts';
import { opportunityWinRefused, opportunityWinWithdrawn } from '../events.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities, type OpportunityRecord } from '../store.ts';
import { closeWon } from './close-opportunity.ts';
import { refreshCustomers } from './refresh-customers.ts';

type Outcome = Parameters<Approvable['onOutcome']>[1];
const frozenFacts = z.object({ agreedTotal: z.number(), reasonId: id.nullable(), note: z.string() });

/** What the decision about a win does to the opportunity, in the decision's transaction: won with what was frozen, or open again. */
export const settleWin = async (work: Work, outcome: Outcome): Promise<void> => {
  const row = await lockSubject(work, outcome.subjectId);
  if (outcome.state === 'approved') {
    const { agreedTotal, reasonId, note } = frozenFacts.parse(outcome.facts);
    const { approvalId } = outcome;
    return closeWon(work, row, { reasonId, note, amount: agreedTotal, approvalId });
  }
  await patch(work, opportunities, row, { pendingApprovalId: null, touchedAt: work.clock.now() });
  await refreshCustomers(work, [row.customerId]);
  await tell(work, row, outcome);
};

const lockSubject = async (work: Work, opportunityId: Id): Promise<OpportunityRecord> =>
  required(
    await firstRow(
      opportunities,
      unscoped(work, opportunities, 'an approver decides about what they may not see otherwise')
        .where({ id: opportunityId })
        .forUpdate(),
    ),
  );

/** The customer's time line has the approver's own words already; these say it on the opportunity's. */
const tell = async (work: Work, row: OpportunityRecord, { state, approvalId, comment }: Outcome): Promise<void> => {
  const about = await aboutOpportunity(work, row);
  const { subject, threadId } = onOpportunity(row);
  if (state === 'withdrawn')
    await emit(work, opportunityWinWithdrawn, { subject, threadId, payload: { ...about, approvalId } });
  else
    await emit(work, opportunityWinRefused, {
      subject,
      payload: { ...about, approvalId, comment },
      reason: comment || null,
    });
};
