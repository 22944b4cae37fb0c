import type { Module } from '../../kernel/module.ts';
import { approvalEvents } from './events.ts';
import { approvalRoutes } from './routes.ts';

export { registerApprovable } from './approvables.ts';
export { decideApproval } from './commands/decide-approval.ts';
export { reassignPendingApprovals } from './commands/reassign-pending-approvals.ts';
export { requestApproval, type ApprovalRequest, type RequestOutcome } from './commands/request-approval.ts';
export { withdrawApproval } from './commands/withdraw-approval.ts';
export * from './events.ts';
export type { Approver, Condition, Facts, Flow, FlowStep } from './flow.ts';
export { countPendingApprovals, pendingApprovalsOf, pendingRequestsOf } from './queries/boxes.ts';
export { describeApproval, type DescribedApproval } from './queries/describe.ts';
export { sayWhen } from './when.ts';

export const approvalsModule: Module = { routes: approvalRoutes, events: approvalEvents, reactions: [], jobs: [] };
