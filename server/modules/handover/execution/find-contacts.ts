import type { HandoverReason } from '../../../contract/handover.ts';
import type { Id } from '../../../contract/page.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { ChatError } from '../../../ports/chat.ts';
import { openCase } from '../commands/open-case.ts';
import { recordContacts } from '../commands/record-contacts.ts';
import type { HandoverSources } from '../sources.ts';
import type { Employment } from '../store.ts';

/** Asks the platform whom somebody has befriended there, and adds them to their open case; a leaver with nothing else gets one. */
export const findContacts = async (
  work: Work,
  sources: HandoverSources,
  person: { personId: Id; account: string; employment: Employment; reason: HandoverReason },
): Promise<void> => {
  const listed = await listContacts(work, sources, person.account, person.employment);
  const known = await recordedKeys(work, person.personId);
  const found = listed.filter((contact) => !known.has(contact.externalKey));
  if (found.length === 0) return;
  await inTransaction(work, async (inner) => {
    const { personId, reason } = person;
    const caseId = await openCase(inner, sources, { personId, reason, withContacts: true });
    if (caseId) await recordContacts(inner, caseId, found);
  });
};

/** Contacts that are on their way already, in whatever case of this person. */
const recordedKeys = async (work: Work, personId: Id): Promise<Set<string>> => {
  const rows = await work
    .db('handover_contacts')
    .join('handover_cases', 'handover_cases.id', 'handover_contacts.case_id')
    .where({ 'handover_cases.person_id': personId })
    .select<{ key: string }[]>({ key: 'handover_contacts.external_key' });
  return new Set(rows.map((row) => row.key));
};

/** A company that has not opened its contacts to the application has none for us; what may pass is thrown and tried again. */
const listContacts = async (
  work: Work,
  { externalContacts }: HandoverSources,
  account: string,
  employment: Employment,
) => {
  try {
    return await externalContacts.listOf(account, employment);
  } catch (error) {
    if (!(error instanceof ChatError) || error.isTransient) throw error;
    work.log.warn({ code: error.platformCode, message: error.platformMessage }, 'external contacts cannot be listed');
    return [];
  }
};
