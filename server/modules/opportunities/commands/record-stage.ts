import type { Stage } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { insert } from '../../../kernel/rows.ts';
import { encodeRow } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { opportunityStages, type StageRecord } from '../store.ts';

/** Begins a stay in a stage. */
export const enterStage = async (work: Work, opportunityId: Id, stage: Stage): Promise<void> => {
  await insert(work, opportunityStages, {
    opportunityId,
    stage,
    enteredAt: work.clock.now(),
    leftAt: null,
    leftBy: null,
    personId: work.actor.personId,
  });
};

/** Ends the stay that has begun last. */
export const leaveStage = async (
  work: Work,
  opportunityId: Id,
  leftBy: NonNullable<StageRecord['leftBy']>,
): Promise<void> => {
  await work
    .db(opportunityStages.name)
    .where({ opportunity_id: opportunityId })
    .whereNull('left_at')
    .update(encodeRow(opportunityStages, { leftAt: work.clock.now(), leftBy }));
};
