import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, page, pageQuery, prose } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef, subjectRef } from './subject.ts';

export const approvalProblems = defineProblems({
  'approval.decided': [409, '{who}已于{when} {decision}'],
  'approval.withdrawn': [409, '申请人已撤回'],
  'approval.not_yours': [403, '您不是这一步的审批人'],
  'approval.superseded': [409, '这一步已由他人处理或已转交'],
  'approval.comment_required': [422, '拒绝时请写明原因'],
  'approval.already_pending': [409, '这条记录已有一个审批在进行'],
});

export const approvalStates = {
  pending: '审批中',
  approved: '已同意',
  rejected: '已拒绝',
  withdrawn: '已撤回',
} as const;
export type ApprovalState = keyof typeof approvalStates;
const approvalState = z.enum(Object.keys(approvalStates) as [ApprovalState, ...ApprovalState[]]);
export const taskStates = {
  pending: '待处理',
  approved: '同意',
  rejected: '拒绝',
  superseded: '无需处理',
  waiting: '未到',
} as const;
export type TaskState = keyof typeof taskStates;
const taskState = z.enum(Object.keys(taskStates) as [TaskState, ...TaskState[]]);

export const approvalFact = z.object({ label: z.string(), value: z.string() });
export const approvalRow = z.object({
  id,
  /** What is wanted, e.g. `申请 8.2 折赢单,¥36.8 万`. */
  title: z.string(),
  subject: subjectRef,
  subjectName: z.string(),
  requester: personRef,
  state: approvalState,
  /** Who it waits for now. */
  waitingFor: z.array(personRef),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  /** My own task in it, if any. */
  mine: taskState.nullable(),
});
export type ApprovalRow = z.infer<typeof approvalRow>;

export const approvalBoxes = { pending: '待我审批', mine: '我发起的', done: '已处理' } as const;
export type ApprovalBox = keyof typeof approvalBoxes;
export const listApprovals = endpoint({
  method: 'GET',
  path: '/api/approvals',
  summary: 'Approvals that wait for me, that I asked for, or that I have handled',
  permission: 'session',
  query: z.strictObject({ ...pageQuery, box: z.enum(Object.keys(approvalBoxes) as [ApprovalBox, ...ApprovalBox[]]) }),
  response: page(approvalRow),
  problems: ['request.bad_cursor'],
});

export const approvalDetail = approvalRow.extend({
  facts: z.array(approvalFact),
  note: z.string().nullable(),
  steps: z.array(
    z.object({
      position: z.number().int(),
      mode: z.enum(['any', 'all']),
      why: z.string(),
      tasks: z.array(
        z.object({
          id,
          approver: personRef,
          state: taskState,
          decidedBy: personRef.nullable(),
          at: z.string().nullable(),
          comment: z.string().nullable(),
        }),
      ),
    }),
  ),
  abilities: z.object({ decide: z.boolean(), withdraw: z.boolean() }),
});
export type ApprovalDetail = z.infer<typeof approvalDetail>;

export const getApproval = endpoint({
  method: 'GET',
  path: '/api/approvals/:id',
  summary: 'One approval, for those who take part in it or see its subject',
  permission: 'session',
  params: z.strictObject({ id }),
  response: approvalDetail,
  problems: ['record.not_found'],
});
export const decisions = { approved: '同意', rejected: '拒绝' } as const;
export type Decision = keyof typeof decisions;
export const decideApproval = endpoint({
  method: 'POST',
  path: '/api/approvals/:id/decision',
  summary: 'Agree or refuse as the approver of the current step; exactly one decision counts',
  permission: 'session',
  params: z.strictObject({ id }),
  body: z.strictObject({ decision: z.enum(['approved', 'rejected']), comment: prose(300, '意见').default('') }),
  response: z.object({ state: approvalState }),
  problems: [
    'record.not_found',
    'approval.decided',
    'approval.withdrawn',
    'approval.not_yours',
    'approval.superseded',
    'approval.comment_required',
  ],
});
export const withdrawApproval = endpoint({
  method: 'POST',
  path: '/api/approvals/:id/withdrawal',
  summary: 'Take back a request nobody has finished deciding',
  permission: 'session',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'approval.decided', 'approval.withdrawn'],
});
