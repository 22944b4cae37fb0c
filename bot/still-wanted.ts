import type { Work } from '../server/kernel/work.ts';
import type { Message } from '../server/modules/messages/index.ts';
import { isContactStillDue } from '../server/modules/reminders/index.ts';
import { cardKinds } from './card-kinds/index.ts';

/** Would this message still tell the truth? Messages wait out quiet hours and outages; meanwhile the matter may be settled. */
export const isStillWanted = async (work: Work, message: Message): Promise<boolean> => {
  const { subjectKind, subjectId } = message;
  if (
    message.topic === 'contact_due' &&
    subjectId !== null &&
    (subjectKind === 'customer' || subjectKind === 'opportunity')
  )
    return isContactStillDue(work, { kind: subjectKind, id: subjectId });
  if (message.content.type !== 'card' || message.content.card.actions.length === 0) return true;
  const kind = cardKinds[message.topic];
  return kind === undefined || (await kind.present(work, message)).settled === undefined;
};
