import { type ApprovalState, type TaskState } from '../../../server/contract/approvals.ts';
import { type Tone } from '../../ui/tones.ts';

export const stateTones: Record<ApprovalState, Tone> = {
  pending: 'warn',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'plain',
};
export const taskTones: Record<TaskState, Tone> = {
  pending: 'warn',
  approved: 'good',
  rejected: 'bad',
  superseded: 'plain',
  waiting: 'plain',
};
