import type { Work } from '../server/kernel/work.ts';
import type { Message } from '../server/modules/messages/index.ts';
import { findPersonById } from '../server/modules/org/index.ts';
import { findGroup } from '../server/modules/reports/index.ts';
import type { ChatTarget } from '../server/ports/chat.ts';

type Target = ChatTarget | { undeliverable: string };

/** Where a message goes as things are now; an address is looked up at the last moment, it may have changed. */
export const findTarget = async (work: Work, message: Message): Promise<Target> => {
  if (message.personId !== null) return targetOfPerson(work, message.personId);
  if (message.groupId !== null) return targetOfGroup(work, message.groupId);
  return { kind: 'robot', chatId: message.chatId ?? '' };
};

const targetOfPerson = async (work: Work, personId: string): Promise<Target> => {
  const person = await findPersonById(work, personId);
  return person?.state === 'active'
    ? { kind: 'person', account: person.account }
    : { undeliverable: '同事已离职或已停用' };
};

const targetOfGroup = async (work: Work, groupId: string): Promise<Target> => {
  const group = await findGroup(work, groupId);
  if (!group) return { undeliverable: '群已解除绑定' };
  return group.kind === 'robot'
    ? { kind: 'robot', chatId: group.address }
    : { kind: 'webhook', address: group.address };
};
