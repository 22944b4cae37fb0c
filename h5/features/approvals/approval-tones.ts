import { type ApprovalState, type TaskState } from '../../../server/contract/approvals.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

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
