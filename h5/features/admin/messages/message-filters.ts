import { type MessageState, type MessageTopic } from '../../../../server/contract/messages.ts';

export interface MessageFilters {
  which: 'undelivered' | 'all';
  state: MessageState | null;
  topic: MessageTopic | null;
}

export const messageTones: Record<MessageState, 'plain' | 'accent' | 'good' | 'warn' | 'bad'> = {
  held: 'plain',
  queued: 'accent',
  sending: 'accent',
  sent: 'good',
  failed: 'warn',
  dropped: 'bad',
};
