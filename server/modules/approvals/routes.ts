import * as contract from '../../contract/approvals.ts';
import { serve, type Route } from '../../kernel/route.ts';
import { decideApproval } from './commands/decide-approval.ts';
import { withdrawApproval } from './commands/withdraw-approval.ts';
import { listApprovals } from './queries/boxes.ts';
import { getApproval } from './queries/detail.ts';

export const approvalRoutes: Route[] = [
  serve(contract.listApprovals, (work, { query }) => listApprovals(work, query)),
  serve(contract.getApproval, (work, { params }) => getApproval(work, params.id)),
  serve(contract.decideApproval, (work, { params, body }) => decideApproval(work, { approvalId: params.id, ...body })),
  serve(contract.withdrawApproval, async (work, { params }) => {
    await withdrawApproval(work, { approvalId: params.id });
    return {};
  }),
];
