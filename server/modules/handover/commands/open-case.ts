import type { HandoverReason } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { required } from '../../../kernel/problem.ts';
import { firstRow, insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { findPersonById, findSuperiorOfLeaver } from '../../org/index.ts';
import { aboutCase, asSubject } from '../about.ts';
import { handoverOpened } from '../events.ts';
import { approvalsInFlight, countBelongings } from '../queries/belongings.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverCases, type HandoverCase } from '../store.ts';

/**
 * Opens a case for somebody who leaves records, undecided approvals or (`withContacts`) contacts behind; the next superior is asked to
 * distribute. Null when there is nothing to hand over. A case that is open already is the answer: there is one per person.
 */
export const openCase = async (
  work: Work,
  sources: HandoverSources,
  { personId, reason, withContacts }: { personId: Id; reason: HandoverReason; withContacts: boolean },
): Promise<Id | null> => {
  const known = await findUnfinishedCase(work, personId);
  if (known) return known.id;
  const person = required(await findPersonById(work, personId), 'org.person_unknown');
  const belongings = await countBelongings(work, sources, personId);
  const approvals = await approvalsInFlight(work, sources, personId);
  if (belongings.objects === 0 && approvals.length === 0 && !withContacts) return null;
  const one = {
    id: work.nextId(),
    personId,
    personName: person.name,
    account: person.account,
    employment: person.state === 'left' ? ('left' as const) : ('employed' as const),
    reason,
    state: 'open' as const,
    assigneeId: await findSuperiorOfLeaver(work, personId),
    objects: belongings.objects,
    amount: belongings.amount,
    approvals,
  };
  try {
    await insert(work, handoverCases, { ...one, done: 0, total: belongings.objects, undoSkipped: 0 });
  } catch (error) {
    if (isDuplicateKey(error, 'handover_cases_open')) return (await findUnfinishedCase(work, personId))?.id ?? null;
    throw error;
  }
  await announceCase(work, one, belongings);
  return one.id;
};

/** The case of a person in which something is to be done. */
export const findUnfinishedCase = (work: Work, personId: Id): Promise<HandoverCase | undefined> =>
  firstRow(handoverCases, work.db(handoverCases.name).where({ open_person_id: personId }));

/** Tells that a case waits for its assignee. */
export const announceCase = async (
  work: Work,
  one: Pick<HandoverCase, 'id' | 'personId' | 'personName' | 'assigneeId' | 'reason' | 'amount'>,
  { customers, opportunities }: { customers: number; opportunities: number },
): Promise<void> => {
  const { assigneeId, reason, amount } = one;
  await emit(work, handoverOpened, {
    subject: asSubject(one),
    payload: { ...aboutCase(one), assigneeId, reason, customers, opportunities, amount },
  });
};
