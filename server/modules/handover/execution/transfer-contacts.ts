import type { TransferState } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { allRows, firstRow } from '../../../kernel/rows.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { ChatError } from '../../../ports/chat.ts';
import { findPersonById } from '../../org/index.ts';
import { settleContacts, type ContactNews } from '../commands/settle-contacts.ts';
import type { HandoverSources } from '../sources.ts';
import { handoverCases, handoverContacts, type HandoverCase, type HandoverContact } from '../store.ts';

/** What the platform takes in one request. */
const batchSize = 100;

/** Starts the hand-over of a finished case's contacts to its receiver, a hundred at a time. What cannot be asked now stays planned. */
export const transferContacts = async (work: Work, sources: HandoverSources, caseId: Id): Promise<void> => {
  const one = await firstRow(handoverCases, work.db(handoverCases.name).where({ id: caseId, state: 'done' }));
  const receiver = one?.receiverId ? await findPersonById(work, one.receiverId) : undefined;
  if (!one || !receiver) return;
  for (let batch = await nextPlanned(work, caseId); batch.length > 0; batch = await nextPlanned(work, caseId)) {
    const news = await startBatch(work, sources, one, { id: receiver.id, account: receiver.account }, batch);
    if (!news) return;
    await inTransaction(work, (inner) => settleContacts(inner, caseId, news));
  }
};

/** Of one kind: customers and groups are asked for in different ways. */
const nextPlanned = async (work: Work, caseId: Id): Promise<HandoverContact[]> => {
  const planned = work.db(handoverContacts.name).where({ case_id: caseId, state: 'planned' });
  const rows = await allRows(handoverContacts, planned.orderBy('id').limit(batchSize));
  return rows.filter(({ kind }) => kind === rows[0]?.kind);
};

/** Null when the platform is away: an hourly job tries again. */
const startBatch = async (
  work: Work,
  { externalContacts }: HandoverSources,
  one: HandoverCase,
  receiver: { id: Id; account: string },
  batch: readonly HandoverContact[],
): Promise<ContactNews[] | null> => {
  const newsOf = (contact: HandoverContact, to: TransferState, reason: string | null): ContactNews => ({
    id: contact.id,
    from: 'planned',
    to,
    reason,
    receiverId: receiver.id,
  });
  try {
    const answers = await externalContacts.transfer({
      kind: batch[0]?.kind ?? 'person',
      from: one.account,
      to: receiver.account,
      externalKeys: batch.map((contact) => contact.externalKey),
      employment: one.employment,
    });
    const byKey = new Map(answers.map((answer) => [answer.externalKey, answer]));
    return batch.map((contact) => {
      const answer = byKey.get(contact.externalKey);
      if (!answer) return newsOf(contact, 'failed', '平台没有返回结果');
      return newsOf(contact, answer.state, answer.state === 'failed' ? answer.message : null);
    });
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    work.log.warn({ caseId: one.id, code: error.platformCode }, 'external contacts cannot be handed over now');
    if (error.isTransient) return null;
    const refusal = `平台拒绝了请求(${error.platformCode} ${error.platformMessage})`;
    return batch.map((contact) => newsOf(contact, 'failed', refusal));
  }
};
