import type { TransferState } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { allRows } from '../../../kernel/rows.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { ChatError } from '../../../ports/chat.ts';
import type { TransferOutcome } from '../../../ports/external-contacts.ts';
import { findPersonById, leaversSince } from '../../org/index.ts';
import { settleContacts, type ContactNews } from '../commands/settle-contacts.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverCases, handoverContacts, type HandoverContact } from '../store.ts';
import { findContacts } from './find-contacts.ts';
import { transferContacts } from './transfer-contacts.ts';

const hourMs = 3_600_000;

/** Once an hour: looks again for contacts of fresh leavers, starts what could not be started, and asks what became of the rest. */
export const followContacts = async (work: Work, sources: HandoverSources): Promise<void> => {
  await lookAgain(work, sources);
  for (const id of await casesWith(work, ['planned'], 'done')) await transferContacts(work, sources, id);
  for (const id of await casesWith(work, ['waiting', 'failed'], null)) await followCase(work, sources, id);
};

/** The platform lists a leaver's contacts only a while after they have gone. */
const lookAgain = async (work: Work, sources: HandoverSources): Promise<void> => {
  const since = new Date(work.clock.now().getTime() - 48 * hourMs);
  for (const { id: personId, account } of await leaversSince(work, since))
    await findContacts(work, sources, { personId, account, employment: 'left', reason: 'left' });
};

const casesWith = async (work: Work, states: TransferState[], caseState: string | null): Promise<Id[]> => {
  const since = new Date(work.clock.now().getTime() - 30 * 24 * hourMs);
  const query = work
    .db(handoverContacts.name)
    .join('handover_cases', 'handover_cases.id', 'handover_contacts.case_id')
    .whereIn('handover_contacts.state', states)
    .where('handover_contacts.updated_at', '>', since)
    .distinct<{ id: Id }[]>({ id: 'handover_contacts.case_id' });
  if (caseState) void query.where('handover_cases.state', caseState);
  return (await query).map((row) => row.id);
};

const followCase = async (work: Work, { externalContacts }: HandoverSources, caseId: Id): Promise<void> => {
  const [one] = await allRows(handoverCases, work.db(handoverCases.name).where({ id: caseId }));
  const receiver = one?.receiverId ? await findPersonById(work, one.receiverId) : undefined;
  if (!one || !receiver) return;
  try {
    const pair = { from: one.account, to: receiver.account, employment: one.employment };
    const outcomes = await externalContacts.transferOutcomes(pair);
    const byKey = new Map(outcomes.map(({ externalKey, outcome }) => [externalKey, outcome]));
    const open = work
      .db(handoverContacts.name)
      .where({ case_id: caseId, kind: 'person' })
      .whereIn('state', ['waiting', 'failed']);
    const news = (await allRows(handoverContacts, open)).flatMap((contact) =>
      newsOf(contact, byKey.get(contact.externalKey) ?? 'unknown', work.clock.now()),
    );
    await inTransaction(work, (inner) => settleContacts(inner, caseId, news));
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    work.log.warn({ caseId, code: error.platformCode }, 'outcomes of external contacts cannot be read now');
  }
};

/** A customer has a day to refuse; a record that has not appeared a day later never will. */
const unknownAfterMs = 48 * hourMs;

const newsOf = (contact: HandoverContact, outcome: TransferOutcome, now: Date): ContactNews[] => {
  const { id, state, requestedAt, receiverId } = contact;
  const news = (to: TransferState, reason: string | null): ContactNews[] => [
    { id, from: state, to, reason, receiverId },
  ];
  if (state === 'failed') {
    if (outcome === 'waiting' || outcome === 'done') return news(outcome, null);
    return [];
  }
  switch (outcome) {
    case 'done':
      return news('done', null);
    case 'refused':
      return news('refused', '客户拒绝由接手人继续联系');
    case 'limit':
      return news('limit', '接手人的客户数已达上限');
    case 'waiting':
      return [];
    case 'unknown':
      return requestedAt && now.getTime() - requestedAt.getTime() > unknownAfterMs
        ? news('failed', '平台没有这次接替的记录')
        : [];
  }
};
