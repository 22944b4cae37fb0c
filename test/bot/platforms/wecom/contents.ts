import { randomBytes } from 'node:crypto';

import { type Card } from '../../../../server/ports/chat.ts';
import { type CardView, type MessageView } from '../../../../simulator/control/types.ts';

/** A card with two buttons, as an approver gets it. */
export function approval(taskId: string, change: Partial<Card> = {}): Card {
  return {
    taskId,
    title: '折扣审批',
    facts: [{ label: '申请人', value: '王磊', account: 'wanglei' }],
    path: '/approvals/42',
    actions: [
      { key: 'approve', label: '同意', style: 'primary' },
      { key: 'reject', label: '驳回', style: 'danger' },
    ],
    ...change,
  };
}

/** Bytes which begin like a PNG; the platform looks no further. */
export function png(size = 2000): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(size)]);
}

export function cardOf(message: MessageView): CardView {
  if (message.content.kind !== 'card') throw new Error('not a card');
  return message.content.card;
}
