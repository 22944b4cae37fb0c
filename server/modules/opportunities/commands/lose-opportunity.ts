import type { Id } from '../../../contract/page.ts';
import type { Work } from '../../../kernel/work.ts';
import { closeLost } from './close-opportunity.ts';
import { ensureReason } from './ensure-reason.ts';
import { lockOpen } from './lock-for-change.ts';

export const loseOpportunity = async (
  work: Work,
  id: Id,
  input: { reasonId: Id; note: string; version: number },
): Promise<number> => {
  const row = await lockOpen(work, { id, version: input.version }, 'lose');
  const reason = await ensureReason(work, 'loss_reason', input.reasonId);
  await closeLost(work, row, { reasonId: input.reasonId, note: input.note, reason });
  return row.version + 1;
};
