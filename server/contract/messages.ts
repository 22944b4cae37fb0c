import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, page, pageQuery } from './page.ts';
import { defineProblems } from './problem.ts';

export const messageProblems = defineProblems({
  'message.not_resendable': [409, '只有失败或放弃的消息可以重新发送'],
  'preference.bad_quiet_hours': [422, '免打扰的开始和结束时间不能相同'],
});

export const messageStates = {
  held: '免打扰中',
  queued: '排队中',
  sending: '发送中',
  sent: '已发送',
  failed: '失败待重试',
  dropped: '已放弃',
} as const;
export type MessageState = keyof typeof messageStates;
const messageState = z.enum(Object.keys(messageStates) as [MessageState, ...MessageState[]]);

export const messageTopics = {
  approval: '审批',
  approval_result: '审批结果',
  contact_due: '到点联系提醒',
  morning_list: '早间待联系清单',
  silent_opportunity: '久未联系提醒',
  comment: '点评',
  cooperation: '协作申请',
  handover: '客户交接',
  digest: '日报',
  org_sync: '组织同步',
  notice: '通知',
} as const;
export type MessageTopic = keyof typeof messageTopics;
export const messageTopic = z.enum(Object.keys(messageTopics) as [MessageTopic, ...MessageTopic[]]);

export const messageRow = z.object({
  id,
  topic: messageTopic,
  /** Who or which group it is for. */
  to: z.string(),
  title: z.string(),
  state: messageState,
  attempts: z.number().int(),
  /** The platform's own code and words for the last failure. */
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.string(),
  sentAt: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  /** A crash happened between sending and recording: it may have arrived twice. */
  maybeDuplicate: z.boolean(),
});
export type MessageRow = z.infer<typeof messageRow>;

export const listMessages = endpoint({
  method: 'GET',
  path: '/api/messages',
  summary: 'The ledger of outgoing messages',
  permission: 'messages.manage',
  query: z.strictObject({
    ...pageQuery,
    state: messageState.optional(),
    topic: messageTopic.optional(),
    undelivered: z.enum(['1', '0']).optional(),
  }),
  response: page(messageRow),
  problems: ['request.bad_cursor'],
});
export const resendMessage = endpoint({
  method: 'POST',
  path: '/api/messages/:id/resending',
  summary: 'Queue a failed or dropped message again',
  permission: 'messages.manage',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['record.not_found', 'message.not_resendable'],
});

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间格式为 21:00');
export const tunableTopics = ['contact_due', 'morning_list', 'silent_opportunity', 'comment'] as const;
export const preferences = z.strictObject({
  quietFrom: clockTime,
  quietUntil: clockTime,
  /** Topics this person does not want pushed. Approvals and hand-overs cannot be switched off. */
  muted: z.array(z.enum(tunableTopics)),
});
export type Preferences = z.infer<typeof preferences>;
export const getPreferences = endpoint({
  method: 'GET',
  path: '/api/preferences',
  summary: 'My reminders and quiet hours',
  permission: 'session',
  response: preferences,
});
export const setPreferences = endpoint({
  method: 'PUT',
  path: '/api/preferences',
  summary: 'Change my reminders and quiet hours',
  permission: 'session',
  body: preferences,
  response: preferences,
  problems: ['preference.bad_quiet_hours'],
});
