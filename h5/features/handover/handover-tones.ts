import { type HandoverState, type TransferState } from '../../../server/contract/handover.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export const handoverTones: Record<HandoverState, Tone> = {
  open: 'warn',
  running: 'accent',
  done: 'good',
  undoing: 'accent',
  undone: 'plain',
};
export const transferTones: Record<TransferState, Tone> = {
  planned: 'plain',
  waiting: 'accent',
  done: 'good',
  refused: 'bad',
  limit: 'bad',
  failed: 'bad',
};
