import type { MessageState, MessageTopic } from '../../contract/messages.ts';
import type { Id } from '../../contract/page.ts';
import type { SubjectRef } from '../../contract/subject.ts';
import type { Lifecycle } from '../../kernel/lifecycle.ts';
import type { Card } from '../../ports/chat.ts';

/** `sending` goes back to `queued` when its sender died or a limit was in the way. */
export const messageLifecycle: Lifecycle<MessageState> = {
  held: ['sending'],
  queued: ['sending'],
  sending: ['sent', 'failed', 'dropped', 'queued'],
  sent: [],
  failed: ['sending', 'queued'],
  dropped: ['queued'],
};

/** What a message says, as it is kept: pictures by reference. A card gets its `taskId` from the ledger. */
export type StoredContent =
  | { type: 'text'; text: string }
  | { type: 'markdown'; markdown: string }
  | { type: 'card'; card: Omit<Card, 'taskId'> }
  | { type: 'picture'; digestId: Id; name: string };

export type Recipient =
  | { kind: 'person'; personId: Id }
  | { kind: 'group'; groupId: Id; channel: 'webhook' | 'robot'; name: string }
  /** A conversation with the smart robot that is bound to nothing. */
  | { kind: 'chat'; chatId: string; name: string };

export interface NewMessage {
  topic: MessageTopic;
  recipient: Recipient;
  content: StoredContent;
  /** A message with a key that was queued before is not queued again. */
  dedupeKey: string;
  subject?: SubjectRef;
  /** Not sent before this instant. */
  notBefore?: Date;
  /** Dedupe key of the message that must go first. */
  after?: string;
}

/** Topics that wait for the end of a person's quiet hours. Decisions and hand-overs do not: somebody is waiting for them. */
export const heldTopics: readonly MessageTopic[] = [
  'contact_due',
  'morning_list',
  'silent_opportunity',
  'comment',
  'cooperation',
];

/** Name of a sent card on the platform, and back. */
export const taskIdOf = (messageId: Id): string => `m${messageId}`;
export const messageOfTask = (taskId: string): Id | null => /^m(\d{1,19})$/.exec(taskId)?.[1] ?? null;

/** How the ledger names a message. */
export const titleOf = (content: StoredContent): string => {
  switch (content.type) {
    case 'text':
      return firstLine(content.text);
    case 'markdown':
      return firstLine(content.markdown.replace(/[*>#]/g, ''));
    case 'card':
      return content.card.title.slice(0, 200);
    case 'picture':
      return content.name.slice(0, 200);
  }
};

const firstLine = (text: string): string => (text.trim().split('\n', 1)[0] ?? '').trim().slice(0, 200);
