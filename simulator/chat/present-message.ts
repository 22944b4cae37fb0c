import {
  type ConversationView,
  type MessageContent,
  type MessageView,
  type PersonRef,
  type Sender,
} from '../control/types.ts';
import { demoNames } from '../demo-credentials.ts';
import { nameOf } from '../org/org-index.ts';
import { type State, type StoredMessage } from '../state.ts';
import { faceOf } from './card-faces.ts';
import { conversationIdFor } from './conversation-ids.ts';

/** The message as this person sees it. */
export function presentMessage(state: State, message: StoredMessage, userid: string): MessageView {
  return {
    id: message.id,
    conversationId: conversationIdFor(message, userid),
    time: new Date(message.at).toISOString(),
    sender: presentSender(state, message),
    content: presentContent(message, userid),
  };
}

export function personRef(state: State, userid: string): PersonRef {
  return { userid, name: nameOf(state, userid) };
}

/** One line for the list of conversations. */
export function preview(state: State, message: StoredMessage, userid: string): ConversationView['lastMessage'] {
  const prefix =
    message.sender.kind === 'person' && message.sender.userid !== userid
      ? `${nameOf(state, message.sender.userid)}：`
      : '';
  return {
    time: new Date(message.at).toISOString(),
    preview: (prefix + summary(presentContent(message, userid))).slice(0, 60),
  };
}

function presentSender(state: State, { sender }: StoredMessage): Sender {
  if (sender.kind === 'person') return { kind: 'person', userid: sender.userid, name: nameOf(state, sender.userid) };
  const names = { app: demoNames.app, robot: demoNames.robot, webhook: '消息推送' };
  return { kind: sender.kind, name: names[sender.kind] };
}

function presentContent({ content, card, recalledAt }: StoredMessage, userid: string): MessageContent {
  if (recalledAt !== null) return { kind: 'recalled' };
  if (content.kind !== 'card') return content;
  if (!card) return { kind: 'recalled' };
  return { kind: 'card', card: faceOf(card, userid) };
}

function summary(content: MessageContent): string {
  switch (content.kind) {
    case 'text':
      return content.text.replace(/<[^>]+>/g, '');
    case 'markdown':
      return content.text.replace(/<[^>]+>|[#*>`|]/g, '').trim();
    case 'image':
      return '[图片]';
    case 'file':
      return `[文件] ${content.name}`;
    case 'voice':
      return '[语音]';
    case 'video':
      return '[视频]';
    case 'textcard':
    case 'miniprogram_notice':
      return content.title;
    case 'news':
      return content.articles[0]?.title ?? '[图文]';
    case 'card':
      return content.card.template.main_title?.title ?? content.card.template.sub_title_text ?? '[卡片]';
    case 'recalled':
      return '[消息已撤回]';
  }
}
