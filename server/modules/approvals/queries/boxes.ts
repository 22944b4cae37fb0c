import type { Knex } from 'knex';
import type { ApprovalBox, ApprovalRow } from '../../../contract/approvals.ts';
import type { Id, Page } from '../../../contract/page.ts';
import { pageById } from '../../../kernel/paging.ts';
import { allRows } from '../../../kernel/rows.ts';
import { personOf, type Work } from '../../../kernel/work.ts';
import { approvals, approvalTasks } from '../store.ts';
import { presentRows } from './present.ts';

/** One box of the acting person, newest first; the same number of queries whatever its length. */
export const listApprovals = async (
  work: Work,
  request: { box: ApprovalBox; cursor?: string | undefined; limit: number },
): Promise<Page<ApprovalRow>> => {
  const query = inBox(work, work.db(approvals.name), request.box, personOf(work));
  const page = await pageById(query, 'approvals.id', request, (rows) => allRows(approvals, rows));
  return { ...page, items: await presentRows(work, page.items) };
};

const inBox = (work: Work, query: Knex.QueryBuilder, box: ApprovalBox, personId: Id): Knex.QueryBuilder => {
  const tasks = work.db(approvalTasks.name).select('approval_id');
  switch (box) {
    case 'pending':
      return query.whereIn('approvals.id', tasks.where({ approver_id: personId, state: 'pending' }));
    case 'mine':
      return query.where({ requester_id: personId });
    case 'done':
      return query.whereIn('approvals.id', tasks.where({ decided_by: personId }));
  }
};

export interface WaitingTask {
  approvalId: Id;
  taskId: Id;
  title: string;
  requesterId: Id;
}

/** What waits for a person's answer, oldest first. */
export const pendingApprovalsOf = (work: Work, personId: Id): Promise<WaitingTask[]> =>
  work
    .db(approvalTasks.name)
    .join(approvals.name, 'approvals.id', 'approval_tasks.approval_id')
    .select({
      approvalId: 'approvals.id',
      taskId: 'approval_tasks.id',
      title: 'approvals.title',
      requesterId: 'approvals.requester_id',
    })
    .where({ 'approval_tasks.approver_id': personId, 'approval_tasks.state': 'pending', 'approvals.state': 'pending' })
    .orderBy('approvals.id');

/** What a person has asked for and nobody has finished deciding, oldest first. */
export const pendingRequestsOf = (work: Work, personId: Id): Promise<{ approvalId: Id; title: string }[]> =>
  work
    .db(approvals.name)
    .select({ approvalId: 'id', title: 'title' })
    .where({ requester_id: personId, state: 'pending' })
    .orderBy('id');

/** How many approvals wait for a person's answer. */
export const countPendingApprovals = async (work: Work, personId: Id): Promise<number> => {
  const [row] = await work
    .db(approvalTasks.name)
    .where({ approver_id: personId, state: 'pending' })
    .count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count ?? 0);
};
