import type { z } from 'zod';
import type { winOpportunity as winEndpoint } from '../../../contract/opportunities.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure } from '../../../kernel/problem.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { requestApproval } from '../../approvals/index.ts';
import { describeEdit } from '../changes.ts';
import { priceOf } from '../discount.ts';
import { opportunityWinRequested } from '../events.ts';
import { aboutOpportunity, onOpportunity } from '../queries/about.ts';
import { linesOf, opportunities, type OpportunityRecord } from '../store.ts';
import { winFactLines, winFacts, winFlow, winTitle } from '../win-flow.ts';
import { changeLines, type LineChange } from './change-lines.ts';
import { closeWon } from './close-opportunity.ts';
import { ensureReason } from './ensure-reason.ts';
import { lockOpen } from './lock-for-change.ts';
import { refreshCustomers } from './refresh-customers.ts';
import { describeLines } from './save-lines.ts';

export type Win = z.output<typeof winEndpoint.body>;
export type WinOutcome = z.output<typeof winEndpoint.response>;

/** Closes as won, or asks for consent when discount or amount are beyond the acting person's authority. */
export const winOpportunity = async (work: Work, id: Id, input: Win): Promise<WinOutcome> => {
  const row = await lockOpen(work, { id, version: input.version }, 'win');
  if (input.reasonId) await ensureReason(work, 'win_reason', input.reasonId);
  const edit = input.lines ? await changeLines(work, row, input.lines) : null;
  const lines = edit?.lines ?? (await linesOf(work, id));
  ensure(lines.length > 0, 'opportunity.lines_missing');
  const price = priceOf(lines);
  const closing = { reasonId: input.reasonId ?? null, note: input.note };
  const title = winTitle(price);
  const about = await aboutOpportunity(work, row);
  const asked = await requestApproval(work, {
    flow: winFlow,
    subject: { kind: 'opportunity', id },
    title,
    facts: winFacts(price, row.amount, closing),
    factLines: winFactLines(price, {
      customer: about.customerName,
      name: row.name,
      products: await describeLines(work, lines),
    }),
    note: input.note || null,
    threadId: row.customerId,
  });
  ensure(asked.outcome !== 'no_approver', 'opportunity.no_approver');
  if (asked.outcome === 'pending') return waitFor(work, row, { approvalId: asked.approvalId, title, edit });
  const changes = edit?.changes ?? [];
  await closeWon(work, row, { ...closing, amount: price.agreedTotal, approvalId: null, changes });
  return { outcome: 'won', approvalId: null, version: row.version + 1 };
};

/** Until the decision nobody changes the opportunity; what was agreed last stays on it, whatever the decision. */
const waitFor = async (
  work: Work,
  row: OpportunityRecord,
  { approvalId, title, edit }: { approvalId: Id; title: string; edit: LineChange | null },
): Promise<WinOutcome> => {
  const amount = edit?.amount ?? row.amount;
  const version = await patch(work, opportunities, row, {
    amount,
    pendingApprovalId: approvalId,
    touchedAt: work.clock.now(),
  });
  await refreshCustomers(work, [row.customerId]);
  await emit(work, opportunityWinRequested, {
    ...onOpportunity(row),
    payload: { ...(await aboutOpportunity(work, row)), approvalId, title },
    changes: [...(edit?.changes ?? []), ...describeEdit(row, { amount })],
  });
  return { outcome: 'pending', approvalId, version };
};
