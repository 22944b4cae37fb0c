import { systemWork, type Kernel } from '../server/kernel/work.ts';
import { queueMessage } from '../server/modules/messages/index.ts';
import { findPersonByAccount, handleDirectoryEvent } from '../server/modules/org/index.ts';
import { rememberRobotChat } from '../server/modules/reports/index.ts';
import type { InboundEvent } from '../server/ports/chat.ts';
import type { ChatPlatform } from '../server/ports/platform.ts';
import { pressCard } from './press-card.ts';

/** Handles one stored event from outside; may be called again for the same event. */
export type HandleInbound = (channel: string, payload: unknown, id: string) => Promise<void>;

/** Routes what the platform tells us. Events were verified before they were stored, so their shape is known. */
export const createInbound =
  (kernel: Kernel, { chat, directory }: Pick<ChatPlatform, 'chat' | 'directory'>): HandleInbound =>
  async (_channel, payload, id) => {
    const stored = payload as InboundEvent;
    const event = { ...stored, at: new Date(stored.at) };
    switch (event.kind) {
      case 'card_pressed':
        return pressCard(kernel, chat, { ...event, id });
      case 'person_changed':
      case 'person_left':
      case 'department_changed':
        return handleDirectoryEvent(kernel, directory, event);
      case 'robot_seen':
        return greet(kernel, event, id);
      case 'app_entered':
      case 'external_contact_changed':
      case 'ignored':
        return;
    }
  };

const groupHelp = '我会在这里发送日报和审批卡片。请部门负责人在应用的「我的 → 日报群」中绑定本群。';
const singleHelp = '您好,客户、商机、审批和日报都在工作台的应用里。把我拉进部门群并 @ 我一次,就可以绑定日报。';

/** Now the robot may write into this chat; a group can be bound. Whoever spoke gets an answer. */
const greet = async (
  kernel: Kernel,
  event: Extract<InboundEvent, { kind: 'robot_seen' }>,
  id: string,
): Promise<void> => {
  const work = systemWork(kernel, 'bot');
  const person = await findPersonByAccount(work, event.account);
  const isGroup = event.chatType === 'group';
  if (isGroup) await rememberRobotChat(work, { chatId: event.chatId, personId: person?.id ?? null });
  await queueMessage(work, {
    topic: 'notice',
    recipient: {
      kind: 'chat',
      chatId: event.chatId,
      name: isGroup ? '智能机器人群聊' : (person?.name ?? event.account),
    },
    content: { type: 'text', text: isGroup ? groupHelp : singleHelp },
    dedupeKey: `robot-help:${id}`,
  });
};
