import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { ChatError } from '../../../ports/chat.ts';
import { saveKnownContacts } from '../commands/save-known-contacts.ts';
import type { HandoverSources } from '../sources.ts';

/** Notes what everybody's contacts are called while the platform tells: once their last colleague has left, it does not. */
export const rememberContacts = async (
  work: Work,
  { externalContacts }: Pick<HandoverSources, 'externalContacts'>,
): Promise<void> => {
  try {
    await externalContacts.readAll((contacts) => inTransaction(work, (inner) => saveKnownContacts(inner, contacts)));
  } catch (error) {
    if (!(error instanceof ChatError) || error.isTransient) throw error;
    work.log.warn({ code: error.platformCode, message: error.platformMessage }, 'external contacts cannot be read');
  }
};
