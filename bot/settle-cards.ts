import type { MessageTopic } from '../server/contract/messages.ts';
import type { SubjectRef } from '../server/contract/subject.ts';
import type { Work } from '../server/kernel/work.ts';
import { listCards, queueMessage, recordCardState, taskIdOf, type Message } from '../server/modules/messages/index.ts';
import { findGroup } from '../server/modules/reports/index.ts';
import { ChatError, type Chat } from '../server/ports/chat.ts';
import { cardKinds } from './card-kinds/index.ts';
import type { CardBody } from './cards/card-body.ts';
import { escapeMarkdown } from './platforms/index.ts';
import { findTarget } from './targets.ts';

/**
 * Turns every sent copy of the cards about a subject into what is true now. Copies that already say so are left alone.
 * A robot's card changes only in answer to a press: its group is told in a line instead.
 */
export const settleCards = async (work: Work, chat: Chat, subject: SubjectRef, topic: MessageTopic): Promise<void> => {
  const kind = cardKinds[topic];
  if (!kind) return;
  for (const message of await listCards(work, subject, topic)) {
    if (message.state !== 'sent') continue;
    const body = await kind.present(work, message);
    if (body.settled === undefined || body.settled === message.settled) continue;
    if (message.channel === 'person') await updateCopy(work, chat, message, body);
    else await tellGroup(work, message, body);
  }
};

const updateCopy = async (work: Work, chat: Chat, message: Message, body: CardBody): Promise<void> => {
  const target = await findTarget(work, message);
  if (message.updateCode === null || 'undeliverable' in target) return;
  try {
    const card = { ...body, taskId: taskIdOf(message.id) };
    await chat.updateCard(target, { updateCode: message.updateCode }, card);
  } catch (error) {
    // A copy that cannot be changed any more tells the truth when it is pressed.
    if (!(error instanceof ChatError) || error.isTransient) throw error;
    work.log.info({ messageId: message.id, code: error.platformCode }, 'a card stays as it is');
  }
  await recordCardState(work, message.id, { settled: body.settled ?? null, codeUsed: true });
};

/** Says in the group what its card cannot say. */
export const tellGroup = async (work: Work, message: Message, body: CardBody): Promise<void> => {
  await recordCardState(work, message.id, { settled: body.settled ?? null });
  const group = message.groupId === null ? undefined : await findGroup(work, message.groupId);
  if (!group) return;
  const words = [body.title, body.settled, body.text].filter((part) => part !== undefined).map(escapeMarkdown);
  await queueMessage(work, {
    topic: 'approval_result',
    recipient: { kind: 'group', groupId: group.id, channel: group.kind, name: group.name },
    content: { type: 'markdown', markdown: `**${words[0]}**\n> ${words.slice(1).join(' · ')}` },
    dedupeKey: `settled:${message.id}:${body.settled}`,
    ...(message.subjectId && { subject: { kind: 'approval', id: message.subjectId } }),
  });
};
