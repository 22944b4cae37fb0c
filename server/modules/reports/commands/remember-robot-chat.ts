import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import { robotChats } from '../store.ts';

/** Somebody has spoken to the robot in this group: now it can write there, and the group can be bound. */
export const rememberRobotChat = async (work: Work, chat: { chatId: string; personId: Id | null }): Promise<void> => {
  const row = { chat_id: chat.chatId, person_id: chat.personId, seen_at: work.clock.now() };
  await work.db(robotChats.name).insert(row).onConflict('chat_id').merge();
};
