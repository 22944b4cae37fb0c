import { z } from 'zod';
import { decisions } from '../../contract/approvals.ts';
import { id } from '../../contract/page.ts';
import { subjectRef } from '../../contract/subject.ts';
import { eventKind } from '../../kernel/event.ts';

const about = {
  approvalId: id,
  title: z.string(),
  subject: subjectRef,
  subjectName: z.string(),
  requesterId: id,
  requesterName: z.string(),
};
const answer = { deciderId: id, deciderName: z.string(), comment: z.string() };
const withComment = (sentence: string, comment: string): string => (comment ? `${sentence}:${comment}` : sentence);

export const approvalRequested = eventKind(
  'approval.requested',
  z.object({ ...about, note: z.string().nullable() }),
  ({ title }) => `提交了审批「${title}」`,
);

/** Somebody is asked now. */
export const approvalStepStarted = eventKind(
  'approval.step_started',
  z.object({
    ...about,
    position: z.number().int(),
    why: z.string(),
    tasks: z.array(z.object({ taskId: id, approverId: id })),
  }),
  ({ title }) => `「${title}」等待审批`,
);

/** One approver has answered; the request may still wait for others. */
export const approvalStepDecided = eventKind(
  'approval.step_decided',
  z.object({
    ...about,
    ...answer,
    position: z.number().int(),
    taskId: id,
    decision: z.enum(['approved', 'rejected']),
  }),
  ({ decision, subjectName, title, comment }) =>
    withComment(`${decisions[decision]}了「${subjectName}」的审批「${title}」`, comment),
);

/** The request is decided for good. */
export const approvalDecided = eventKind(
  'approval.decided',
  z.object({ ...about, ...answer, state: z.enum(['approved', 'rejected']) }),
  ({ state, title, comment }) => withComment(`${decisions[state]}了「${title}」`, comment),
);

export const approvalWithdrawn = eventKind(
  'approval.withdrawn',
  z.object(about),
  ({ title }) => `撤回了审批「${title}」`,
);

/** What one person was asked, another is asked now. */
export const approvalReassigned = eventKind(
  'approval.reassigned',
  z.object({
    ...about,
    /** The task the receiver got, or already had. */
    taskId: id,
    fromId: id,
    fromName: z.string(),
    toId: id,
    toName: z.string(),
  }),
  ({ title, fromName, toName }) => `「${title}」的审批由 ${fromName} 转给 ${toName}`,
);

export const approvalEvents = [
  approvalRequested,
  approvalStepStarted,
  approvalStepDecided,
  approvalDecided,
  approvalWithdrawn,
  approvalReassigned,
];
