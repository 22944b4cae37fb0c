import type { z } from 'zod';
import { stages, type moveStage as moveEndpoint } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { describeEdit } from '../changes.ts';
import { opportunityStageMoved } from '../events.ts';
import { isForward, likelihoodAfter, mergeFacts, missingFacts } from '../opportunity.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { opportunities, type OpportunityRecord } from '../store.ts';
import { lockOpen } from './lock-for-change.ts';
import { enterStage, leaveStage } from './record-stage.ts';
import { refreshCustomers } from './refresh-customers.ts';

export type StageMove = z.output<typeof moveEndpoint.body>;

/** Moves an open opportunity to another stage. Going forward needs the facts of every stage left behind; going back needs none. */
export const moveStage = async (work: Work, id: Id, input: StageMove): Promise<number> => {
  const row = await lockOpen(work, { id, version: input.version }, 'move');
  ensure(row.stage !== input.stage, 'opportunity.same_stage');
  const forward = isForward(row.stage, input.stage);
  const facts = mergeFacts(row.facts, input.facts);
  ensureFacts(row, input, facts);
  const now = work.clock.now();
  const values = { stage: input.stage, likelihood: likelihoodAfter(row, input.stage), facts };
  const version = await patch(work, opportunities, row, { ...values, stageEnteredAt: now, touchedAt: now });
  await leaveStage(work, id, forward ? 'forward' : 'back');
  await enterStage(work, id, input.stage);
  await refreshCustomers(work, [row.customerId]);
  await emit(work, opportunityStageMoved, {
    ...onOpportunity(row),
    payload: { ...(await aboutOpportunity(work, row)), from: row.stage, to: input.stage, forward },
    changes: describeEdit(row, values),
    reason: input.note || null,
  });
  return version;
};

const ensureFacts = (row: OpportunityRecord, { stage }: StageMove, facts: OpportunityRecord['facts']): void => {
  const missing = missingFacts(row.stage, stage, facts);
  if (missing.length === 0) return;
  throw new Problem(
    'opportunity.facts_missing',
    { stage: stages[stage], facts: missing.map((fact) => fact.label).join('、') },
    missing.map((fact) => ({ path: `facts.${fact.key}`, message: `请填写${fact.label}` })),
  );
};
