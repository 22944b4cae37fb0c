import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id, instant, page, pageQuery, prose } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef } from './subject.ts';

export const activityProblems = defineProblems({
  'follow_up.next_in_past': [422, '下次联系时间要晚于现在'],
  'follow_up.opportunity_mismatch': [422, '所选商机不属于这位客户'],
  'follow_up.contact_mismatch': [422, '所选联系人不属于这位客户'],
});

export const followUpKinds = {
  call: '电话',
  visit: '拜访',
  wechat: '微信',
  email: '邮件',
  meeting: '会议',
  demo: '演示',
  other: '其他',
} as const;
export type FollowUpKind = keyof typeof followUpKinds;
export const followUpKind = z.enum(Object.keys(followUpKinds) as [FollowUpKind, ...FollowUpKind[]]);
export const followUpOutcomes = {
  progress: '有进展',
  steady: '保持联系',
  blocked: '遇到阻力',
  unreached: '没联系上',
} as const;
export type FollowUpOutcome = keyof typeof followUpOutcomes;
export const followUpOutcome = z.enum(Object.keys(followUpOutcomes) as [FollowUpOutcome, ...FollowUpOutcome[]]);

export const place = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: z.string().trim().max(100).nullable().optional(),
});

export const comment = z.object({ id, author: personRef, text: z.string(), at: z.string() });
export const followUp = z.object({
  id,
  kind: followUpKind,
  outcome: followUpOutcome.nullable(),
  content: z.string(),
  customer: z.object({ id, name: z.string() }),
  opportunity: z.object({ id, name: z.string() }).nullable(),
  contact: z.object({ id, name: z.string() }).nullable(),
  author: personRef,
  colleagues: z.array(personRef),
  photos: z.array(z.object({ id, url: z.string() })),
  place: place.nullable(),
  nextContactAt: z.string().nullable(),
  happenedAt: z.string(),
  comments: z.array(comment),
  abilities: z.object({ comment: z.boolean() }),
});
export type FollowUp = z.infer<typeof followUp>;

export const logFollowUp = endpoint({
  method: 'POST',
  path: '/api/follow-ups',
  summary: 'Log a contact with a customer',
  permission: 'crm.use',
  body: z.strictObject({
    customerId: id,
    opportunityId: id.nullable().optional(),
    contactId: id.nullable().optional(),
    kind: followUpKind,
    outcome: followUpOutcome.nullable().optional(),
    content: prose(2000, '跟进内容').min(1, '请写一句发生了什么'),
    nextContactAt: instant.nullable().optional(),
    photoIds: z.array(id).max(9).default([]),
    place: place.nullable().optional(),
    colleagueIds: z.array(id).max(20).default([]),
    /** Defaults to now; may lie up to 30 days back, never ahead. */
    happenedAt: instant.optional(),
  }),
  response: z.object({ id }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'follow_up.next_in_past',
    'follow_up.opportunity_mismatch',
    'follow_up.contact_mismatch',
    'file.unknown',
    'org.person_unknown',
    'customer.deleted',
  ],
});
export const listFollowUps = endpoint({
  method: 'GET',
  path: '/api/follow-ups',
  summary: 'Contact log, newest first: of a customer, of an opportunity, of a person, or of everybody in scope',
  permission: 'crm.use',
  query: z.strictObject({
    ...pageQuery,
    customerId: id.optional(),
    opportunityId: id.optional(),
    authorId: id.optional(),
    since: instant.optional(),
    until: instant.optional(),
  }),
  response: page(followUp),
  problems: ['record.not_found', 'request.bad_cursor'],
});
export const commentOnFollowUp = endpoint({
  method: 'POST',
  path: '/api/follow-ups/:id/comments',
  summary: 'Comment on a contact, typically a leader giving guidance; the author is told',
  permission: 'crm.use',
  params: z.strictObject({ id }),
  body: z.strictObject({ text: prose(500, '点评').min(1, '请填写点评') }),
  response: z.object({ id }),
  problems: ['record.not_found'],
});

/** Rows of what needs me: contacts due, silent opportunities. */
export const dueContact = z.object({
  customer: z.object({ id, name: z.string() }),
  opportunity: z.object({ id, name: z.string() }).nullable(),
  owner: personRef,
  at: z.string(),
  overdue: z.boolean(),
});
export const listDueContacts = endpoint({
  method: 'GET',
  path: '/api/due-contacts',
  summary: 'Contacts promised for today or overdue',
  permission: 'crm.use',
  query: z.strictObject({ ...pageQuery, team: z.enum(['1', '0']).optional() }),
  response: page(dueContact),
});
