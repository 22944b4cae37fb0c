import { type MessageState, type MessageTopic } from '../../../../server/contract/messages.ts';
import { type Tone } from '../../../ui/tones.ts';

export interface MessageFilters {
  which: 'undelivered' | 'all';
  state: MessageState | null;
  topic: MessageTopic | null;
}

export const messageTones: Record<MessageState, Tone> = {
  held: 'plain',
  queued: 'accent',
  sending: 'accent',
  sent: 'good',
  failed: 'warn',
  dropped: 'bad',
};
