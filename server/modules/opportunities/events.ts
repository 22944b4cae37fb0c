import { z } from 'zod';
import { formatShort } from '../../contract/money.ts';
import { opportunityState, opportunityStates, stage, stages } from '../../contract/opportunities.ts';
import { id } from '../../contract/page.ts';
import { eventKind } from '../../kernel/event.ts';

const about = {
  opportunityId: id,
  name: z.string(),
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  ownerId: id,
  ownerName: z.string(),
};
const amount = z.number().int();
const plain = z.object(about);

export const opportunityCreated = eventKind(
  'opportunity.created',
  z.object({ ...about, amount }),
  (payload) => `新建了商机「${payload.name}」,预计 ${formatShort(payload.amount)}`,
);
export const opportunityUpdated = eventKind('opportunity.updated', plain, ({ name }) => `修改了商机「${name}」`);
export const opportunityStageMoved = eventKind(
  'opportunity.stage_moved',
  z.object({ ...about, from: stage, to: stage, forward: z.boolean() }),
  ({ name, from, to, forward }) => `把商机「${name}」从 ${stages[from]} ${forward ? '推进' : '退回'}到 ${stages[to]}`,
);
export const opportunityWinRequested = eventKind(
  'opportunity.win_requested',
  z.object({ ...about, approvalId: id, title: z.string() }),
  ({ name, title }) => `为商机「${name}」提交了赢单审批:${title}`,
);
/** The approver said no, or the requester took the request back: the opportunity goes on. */
export const opportunityWinRefused = eventKind(
  'opportunity.win_refused',
  z.object({ ...about, approvalId: id, comment: z.string() }),
  ({ name, comment }) => `没有同意商机「${name}」的赢单申请${comment ? `:${comment}` : ''}`,
);
export const opportunityWinWithdrawn = eventKind(
  'opportunity.win_withdrawn',
  z.object({ ...about, approvalId: id }),
  ({ name }) => `撤回了商机「${name}」的赢单申请`,
);
export const opportunityWon = eventKind(
  'opportunity.won',
  z.object({ ...about, amount, approvalId: id.nullable() }),
  (payload) =>
    payload.approvalId
      ? `同意后商机「${payload.name}」赢单,${formatShort(payload.amount)}`
      : `赢得商机「${payload.name}」,${formatShort(payload.amount)}`,
);
export const opportunityLost = eventKind(
  'opportunity.lost',
  z.object({ ...about, amount, reason: z.string() }),
  ({ name, reason }) => `输掉了商机「${name}」,原因:${reason}`,
);
export const opportunityReopened = eventKind('opportunity.reopened', plain, ({ name }) => `重新打开了商机「${name}」`);
export const opportunityDeleted = eventKind('opportunity.deleted', plain, ({ name }) => `删除了商机「${name}」`);
export const opportunityRestored = eventKind('opportunity.restored', plain, ({ name }) => `恢复了商机「${name}」`);
export const opportunityTransferred = eventKind(
  'opportunity.transferred',
  z.object({
    opportunityId: id,
    name: z.string(),
    customerId: id.nullable(),
    fromId: id,
    fromName: z.string(),
    toId: id,
    toName: z.string(),
    caseId: id.nullable(),
  }),
  ({ name, fromName, toName }) => `把商机「${name}」由 ${fromName} 转给 ${toName}`,
);

/** From another system, with the history it had there: nobody is told about a deal that was won years ago. */
export const opportunityImported = eventKind(
  'opportunity.imported',
  z.object({ ...about, state: opportunityState, amount, closedOn: z.string().nullable() }),
  (payload) =>
    payload.closedOn
      ? `导入了商机「${payload.name}」,${payload.closedOn} ${opportunityStates[payload.state]},${formatShort(payload.amount)}`
      : `导入了商机「${payload.name}」,预计 ${formatShort(payload.amount)}`,
);

export const opportunityEvents = [
  opportunityCreated,
  opportunityUpdated,
  opportunityStageMoved,
  opportunityWinRequested,
  opportunityWinRefused,
  opportunityWinWithdrawn,
  opportunityWon,
  opportunityLost,
  opportunityReopened,
  opportunityDeleted,
  opportunityRestored,
  opportunityTransferred,
  opportunityImported,
];
