import type { Id } from '../../../contract/page.ts';
import { ensure } from '../../../kernel/problem.ts';
import type { Work } from '../../../kernel/work.ts';
import { isRequester } from '../policy.ts';
import { ensureStillPending, requireVisible } from '../refusal.ts';
import { lockApproval, tasksOf } from '../store.ts';
import { finishApproval } from './finish-approval.ts';

/** Takes a request back; only who asked may, and only while nobody has finished deciding. */
export const withdrawApproval = async (work: Work, input: { approvalId: Id }): Promise<void> => {
  const approval = await lockApproval(work, input.approvalId);
  const tasks = approval ? await tasksOf(work, [approval.id]) : [];
  const visible = await requireVisible(work, approval, tasks);
  ensure(isRequester(work.actor, visible), 'record.not_allowed');
  await ensureStillPending(work, visible);
  await finishApproval(work, visible, 'withdrawn', '');
};
