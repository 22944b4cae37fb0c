import type { GrantedPermission } from '../../server/contract/permissions.ts';
import type { Work } from '../../server/kernel/work.ts';
import type { Message } from '../../server/modules/messages/index.ts';
import type { CardBody } from '../cards/card-body.ts';

/** A kind of card with buttons: how it looks now, and what its buttons do. */
export interface CardKind {
  /** What the presser must be allowed to do at all; the command asks the rest. */
  permission: GrantedPermission | null;
  /** The true state of a sent copy at this moment. */
  present(work: Work, message: Message): Promise<CardBody>;
  /** Does what the button says, as the presser, in one transaction. @throws Problem when it may not be done (any more). */
  press(work: Work, message: Message, key: string): Promise<void>;
}

export const subjectIdOf = (message: Message): string => {
  if (message.subjectId === null) throw new Error('This message has no subject.');
  return message.subjectId;
};
