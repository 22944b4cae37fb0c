import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fen } from './money.ts';
import { id, page, pageQuery } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef } from './subject.ts';

export const handoverProblems = defineProblems({
  'handover.not_open': [409, '这份交接目前{state},不能再分配'],
  'handover.receiver_invalid': [422, '接手人必须是在职且可以使用客户功能的同事'],
  'handover.not_done': [409, '交接完成后才能撤销'],
  'handover.undo_expired': [422, '已超过 30 天,不能撤销'],
  'handover.nothing': [422, '没有需要交接的内容'],
});

export const handoverStates = {
  open: '待分配',
  running: '交接中',
  done: '已完成',
  undoing: '撤销中',
  undone: '已撤销',
} as const;
export type HandoverState = keyof typeof handoverStates;
const handoverState = z.enum(Object.keys(handoverStates) as [HandoverState, ...HandoverState[]]);
export const handoverReasons = { left: '离职', manual: '手动发起' } as const;
export type HandoverReason = keyof typeof handoverReasons;

export const handoverRow = z.object({
  id,
  person: personRef,
  reason: z.enum(['left', 'manual']),
  state: handoverState,
  /** Who is asked to distribute. */
  assignee: personRef.nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  objects: z.number().int(),
  amount: fen,
});
export type HandoverRow = z.infer<typeof handoverRow>;

export const listHandovers = endpoint({
  method: 'GET',
  path: '/api/handovers',
  summary: 'Hand-over cases that wait for me, or all of them for those who manage hand-overs',
  permission: 'session',
  query: z.strictObject({ ...pageQuery, state: handoverState.optional() }),
  response: page(handoverRow),
  problems: ['request.bad_cursor'],
});

export const transferStates = {
  planned: '待发起',
  waiting: '等待客户确认',
  done: '已接替',
  refused: '客户拒绝',
  limit: '接替人客户数已满',
  failed: '失败',
} as const;
export type TransferState = keyof typeof transferStates;

export const handoverDetail = handoverRow.extend({
  /** What will move (or has moved), counted per kind. */
  preview: z.array(
    z.object({
      kind: z.enum(['customer', 'opportunity']),
      label: z.string(),
      count: z.number().int(),
      amount: fen.nullable(),
    }),
  ),
  approvals: z.array(z.object({ id, title: z.string(), role: z.enum(['approver', 'requester']) })),
  externalContacts: z.array(
    z.object({
      id,
      /** A customer, or a group with customers in it. */
      kind: z.enum(['person', 'group']),
      name: z.string(),
      receiver: personRef.nullable(),
      state: z.enum(Object.keys(transferStates) as [TransferState, ...TransferState[]]),
      /** Why the platform refused, in words. */
      reason: z.string().nullable(),
    }),
  ),
  progress: z.object({ done: z.number().int(), all: z.number().int() }),
  receivers: z.array(z.object({ person: personRef, count: z.number().int() })),
  undoUntil: z.string().nullable(),
  /** After an undo: rows left alone because they had been changed since. */
  undoSkipped: z.number().int(),
  suggestions: z.array(personRef),
  abilities: z.object({ assign: z.boolean(), undo: z.boolean() }),
});
export type HandoverDetail = z.infer<typeof handoverDetail>;
const byId = z.strictObject({ id });
export const getHandover = endpoint({
  method: 'GET',
  path: '/api/handovers/:id',
  summary: 'One case with preview, progress and the external contacts by name',
  permission: 'session',
  params: byId,
  response: handoverDetail,
  problems: ['record.not_found'],
});
export const listHandoverObjects = endpoint({
  method: 'GET',
  path: '/api/handovers/:id/customers',
  summary: 'The customers of a case, to choose receivers one by one',
  permission: 'session',
  params: byId,
  query: z.strictObject({ ...pageQuery }),
  response: page(
    z.object({
      id,
      name: z.string(),
      level: z.string().nullable(),
      openAmount: fen,
      opportunities: z.number().int(),
      receiver: personRef.nullable(),
      undone: z.boolean(),
    }),
  ),
  problems: ['record.not_found', 'request.bad_cursor'],
});
export const assignHandover = endpoint({
  method: 'POST',
  path: '/api/handovers/:id/assignment',
  summary:
    'Say who takes over: one receiver for all, with exceptions per customer (opportunities follow their customer); execution starts at once',
  permission: 'session',
  params: byId,
  body: z.strictObject({
    receiverId: id,
    exceptions: z
      .array(z.strictObject({ customerId: id, receiverId: id }))
      .max(2000)
      .default([]),
  }),
  response: z.object({ state: handoverState }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'handover.not_open',
    'handover.receiver_invalid',
    'handover.nothing',
  ],
});
export const undoHandover = endpoint({
  method: 'POST',
  path: '/api/handovers/:id/undo',
  summary: 'Give back every row that was not changed since, within 30 days',
  permission: 'session',
  params: byId,
  response: z.object({ state: handoverState }),
  problems: ['record.not_found', 'record.not_allowed', 'handover.not_done', 'handover.undo_expired'],
});
export const openHandover = endpoint({
  method: 'POST',
  path: '/api/handovers',
  summary: 'Open a case for a colleague by hand',
  permission: 'handover.manage',
  body: z.strictObject({ personId: id }),
  response: z.object({ id }),
  problems: ['org.person_unknown', 'handover.nothing'],
});
