import {
  ChatError,
  type Card,
  type CardPress,
  type ChatContent,
  type SendReceipt,
} from '../../../../server/ports/chat.ts';
import { escapeMarkdown } from '../../markdown.ts';
import { renderRobotCard, type OpenUrl } from '../cards.ts';
import { pictureBytes, textBytes } from '../limits.ts';
import { type WecomRobot } from '../robot.ts';
import { cutBytes } from '../texts.ts';
import { ensurePicture, pictureFileName } from './picture.ts';

/** A message of the smart robot into one conversation (doc 101463); only where somebody has spoken to it before. */
export async function sendToRobotChat(
  robot: WecomRobot,
  openUrl: OpenUrl,
  chatId: string,
  content: ChatContent,
): Promise<SendReceipt> {
  switch (content.type) {
    case 'text':
      await robot.sendMarkdown(chatId, cutBytes(escapeLines(content.text), textBytes.robotMarkdown));
      break;
    case 'markdown':
      await robot.sendMarkdown(chatId, cutBytes(content.markdown, textBytes.robotMarkdown));
      break;
    case 'card':
      await robot.sendCard(chatId, renderRobotCard(content.card, openUrl));
      break;
    case 'picture':
      ensurePicture(content.png, pictureBytes.robot);
      await robot.sendPicture(chatId, content.png, pictureFileName(content.name));
      break;
  }
  return { platformMessageId: null, updateCode: null };
}

/**
 * Replaces a robot's card for everybody in the conversation, as the answer to the press that caused it (doc 101031).
 * @throws ChatError `card_expired` without a press of the last five seconds.
 */
export async function updateRobotCard(
  robot: WecomRobot,
  openUrl: OpenUrl,
  card: Card,
  press: CardPress | undefined,
): Promise<void> {
  if (press?.via !== 'robot' || press.requestId === null) {
    throw new ChatError('card_expired', 'no_press', 'a robot card can only be changed in answer to a press');
  }
  await robot.answerPress(press.requestId, { ...renderRobotCard(card, openUrl), task_id: press.taskId });
}

/** The robot knows no plain text. */
function escapeLines(text: string): string {
  return text.split('\n').map(escapeMarkdown).join('\n');
}
