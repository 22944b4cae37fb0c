import { type HandoverState, type TransferState } from '../../../server/contract/handover.ts';
import { type Tone } from '../../ui/tones.ts';

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
