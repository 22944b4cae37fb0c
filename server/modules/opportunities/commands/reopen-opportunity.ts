import { stageLikelihood } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { ensure } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunityReopened } from '../events.ts';
import { opportunityLifecycle } from '../opportunity.ts';
import { abilitiesOf } from '../policy.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities } from '../store.ts';
import { ensureFresh, lockForChange } from './lock-for-change.ts';
import { enterStage } from './record-stage.ts';
import { refreshCustomers } from './refresh-customers.ts';

/** Opens a lost opportunity again in the stage it was lost in. What is won stays won. */
export const reopenOpportunity = async (
  work: Work,
  id: Id,
  input: { note: string; version: number },
): Promise<number> => {
  const row = await lockForChange(work, id, 'reopen');
  ensure(row.state !== 'open', 'opportunity.not_closed');
  await ensureFresh(work, row, input.version);
  const now = work.clock.now();
  ensure(abilitiesOf(work.actor, row, now).reopen, 'record.not_allowed');
  await move(
    work,
    opportunities,
    opportunityLifecycle,
    { id, from: row.state, to: 'open' },
    {
      likelihood: stageLikelihood[row.stage],
      stageEnteredAt: now,
      closedOn: null,
      reasonId: null,
      reasonNote: null,
      touchedAt: now,
      updatedBy: work.actor.personId,
    },
  );
  await enterStage(work, id, row.stage);
  await refreshCustomers(work, [row.customerId]);
  await emit(work, opportunityReopened, {
    ...onOpportunity(row),
    payload: await aboutOpportunity(work, row),
    reason: input.note || null,
  });
  return row.version + 1;
};
