import type { ApprovalState, TaskState } from '../../contract/approvals.ts';
import type { Lifecycle } from '../../kernel/lifecycle.ts';

export const approvalLifecycle: Lifecycle<ApprovalState> = {
  pending: ['approved', 'rejected', 'withdrawn'],
  approved: [],
  rejected: [],
  withdrawn: [],
};

export const taskLifecycle: Lifecycle<TaskState> = {
  waiting: ['pending', 'superseded'],
  pending: ['approved', 'rejected', 'superseded'],
  approved: [],
  rejected: [],
  superseded: [],
};
