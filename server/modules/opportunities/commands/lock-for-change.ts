import { opportunityStates } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { ensure, Problem, required } from '../../../kernel/problem.ts';
import { getScoped } from '../../../kernel/scope.ts';
import type { Work } from '../../../kernel/work.ts';
import { isEntitled, type Ability } from '../policy.ts';
import { describeOpportunity } from '../queries/detail.ts';
import { opportunities, type OpportunityRecord } from '../store.ts';

/** A living opportunity within scope that the actor may change in this way, locked until the transaction ends. */
export const lockForChange = async (work: Work, id: Id, ability: Ability): Promise<OpportunityRecord> => {
  const row = await getScoped(work, opportunities, id, (query) => query.forUpdate());
  required(row.deletedAt === null ? row : null);
  ensure(isEntitled(work.actor, row, ability), 'record.not_allowed');
  return row;
};

/** The same for changes that need an open opportunity nobody is deciding about, in the version the client has seen. */
export const lockOpen = async (
  work: Work,
  input: { id: Id; version: number },
  ability: Ability,
): Promise<OpportunityRecord> => {
  const row = await lockForChange(work, input.id, ability);
  ensure(row.state === 'open', 'opportunity.closed', { status: opportunityStates[row.state] });
  ensure(row.pendingApprovalId === null, 'opportunity.approval_pending');
  await ensureFresh(work, row, input.version);
  return row;
};

/** Refuses a save that has not seen the newest version, with what is stored now. */
export const ensureFresh = async (work: Work, row: OpportunityRecord, version: number): Promise<void> => {
  if (row.version === version) return;
  const who = row.updatedBy ? await work.nameOf(work, row.updatedBy) : null;
  throw new Problem('conflict.stale', { who: who ?? '同事' }, [], await describeOpportunity(work, row));
};
