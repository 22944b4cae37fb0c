import type { Id } from '../../../contract/page.ts';
import { ensure, required } from '../../../kernel/problem.ts';
import { firstRow } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { readOrg, subordinatesOf } from '../../org/index.ts';
import { canSee, type Standing } from '../policy.ts';
import { handoverCases, handoverExceptions, handoverItems, type HandoverCase } from '../store.ts';

/** A case the actor may see, with how they stand to it; `record.not_found` otherwise. `lock` keeps it as it is until the transaction ends. */
export const getCase = async (
  work: Work,
  id: Id,
  options: { lock: boolean },
): Promise<{ one: HandoverCase; standing: Standing }> => {
  const query = work.db(handoverCases.name).where({ id });
  const one = required(await firstRow(handoverCases, options.lock ? query.forUpdate() : query));
  const standing = await standingOf(work, one);
  ensure(canSee(standing), 'record.not_found');
  return { one, standing };
};

const standingOf = async (work: Work, one: HandoverCase): Promise<Standing> => {
  const personId = personOf(work);
  return {
    manages: work.actor.permissions.has('handover.manage'),
    isAssignee: one.assigneeId === personId,
    isAbove: (await peopleBelow(work)).has(one.personId),
    isReceiver: one.receiverId === personId || (await receivesSomething(work, one.id, personId)),
  };
};

/** Everybody below the actor, those who have left included. */
export const peopleBelow = async (work: Work): Promise<Set<Id>> =>
  subordinatesOf((await readOrg(work)).chart, personOf(work));

const receivesSomething = async (work: Work, caseId: Id, personId: Id): Promise<boolean> => {
  const planned = work.db(handoverExceptions.name).where({ case_id: caseId, receiver_id: personId });
  if (await planned.first('case_id')) return true;
  const moved = work.db(handoverItems.name).where({ case_id: caseId, to_id: personId });
  return (await moved.first('id')) !== undefined;
};
