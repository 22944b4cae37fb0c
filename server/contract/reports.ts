import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fen } from './money.ts';
import { date, id, line, page, pageQuery } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef } from './subject.ts';

export const reportProblems = defineProblems({
  'group.address_invalid': [422, '请粘贴群机器人的完整 Webhook 地址'],
  'group.taken': [409, '这个群已经绑定'],
  'group.robot_unknown': [422, '还没有见到这个群:请先在群里 @ 一次智能机器人'],
  'group.test_failed': [422, '测试消息没有发出:{reason}'],
});

export const groupKinds = { webhook: '群机器人(消息推送)', robot: '智能机器人' } as const;
export type GroupKind = keyof typeof groupKinds;
const groupKind = z.enum(['webhook', 'robot']);

export const group = z.object({
  id,
  name: z.string(),
  kind: groupKind,
  department: z.object({ id, name: z.string() }),
  /** The address with its key hidden, or the chat's id. */
  address: z.string(),
  active: z.boolean(),
  lastDigestOn: z.string().nullable(),
  version: z.number().int(),
});
export type Group = z.infer<typeof group>;
export const listGroups = endpoint({
  method: 'GET',
  path: '/api/groups',
  summary: 'Groups bound to the departments I lead (all of them for administrators)',
  permission: 'session',
  response: z.object({
    items: z.array(group),
    /** Group chats in which somebody has spoken to the smart robot and that are not bound yet. */
    robotChats: z.array(z.object({ chatId: z.string(), seenAt: z.string(), by: z.string() })),
    /** Departments I may bind. */
    departments: z.array(z.object({ id, name: z.string() })),
  }),
});
export const bindGroup = endpoint({
  method: 'POST',
  path: '/api/groups',
  summary: "Bind a group to a department: administrators, and the department's leaders",
  permission: 'session',
  body: z.strictObject({
    name: line(50, '群名称'),
    kind: groupKind,
    departmentId: id,
    /** Webhook address, or the chat id of a group that has spoken to the robot. */
    address: z.string().trim().min(1).max(500),
  }),
  response: z.object({ id }),
  problems: [
    'group.address_invalid',
    'group.taken',
    'group.robot_unknown',
    'record.not_allowed',
    'org.department_unknown',
  ],
});
export const updateGroup = endpoint({
  method: 'PATCH',
  path: '/api/groups/:id',
  summary: 'Rename, pause or resume a bound group',
  permission: 'session',
  params: z.strictObject({ id }),
  body: z.strictObject({
    name: line(50, '群名称').optional(),
    active: z.boolean().optional(),
    version: z.number().int(),
  }),
  response: z.object({ version: z.number().int() }),
  problems: ['record.not_found', 'record.not_allowed', 'conflict.stale'],
});
export const unbindGroup = endpoint({
  method: 'DELETE',
  path: '/api/groups/:id',
  summary: 'Remove a binding',
  permission: 'session',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed'],
});
export const testGroup = endpoint({
  method: 'POST',
  path: '/api/groups/:id/test',
  summary: 'Queue a test message to the group',
  permission: 'session',
  params: z.strictObject({ id }),
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed'],
});

/** Figures of the daily digest. */
export const digestFigures = {
  follow_ups: '跟进',
  new_customers: '新增客户',
  new_opportunities: '新增商机',
  new_amount: '新增商机金额',
  won: '赢单',
  won_amount: '赢单金额',
  lost: '输单',
  open_amount: '在谈金额',
} as const;
export type DigestFigure = keyof typeof digestFigures;
export const digestFigure = z.enum(Object.keys(digestFigures) as [DigestFigure, ...DigestFigure[]]);
export const moneyFigures: readonly DigestFigure[] = ['new_amount', 'won_amount', 'open_amount'];

/** Figures of what is so now, whenever it began: they have no rows of another day. */
export const standingFigures: readonly DigestFigure[] = ['open_amount'];

/** The stretches of time a digest compares. */
export const digestPeriods = { today: '当天', before: '前一工作日', month: '本月' } as const;
export type DigestPeriod = keyof typeof digestPeriods;
export const digestPeriod = z.enum(Object.keys(digestPeriods) as [DigestPeriod, ...DigestPeriod[]]);

export const digest = z.object({
  id,
  day: date,
  department: z.object({ id, name: z.string() }),
  /** Instant up to which facts were counted; frozen with the report. */
  frozenAt: z.string(),
  figures: z.array(
    z.object({
      key: digestFigure,
      today: z.number().int(),
      /** The working day before. */
      before: z.number().int(),
      /** This month so far. */
      month: z.number().int(),
    }),
  ),
  funnel: z.array(z.object({ stage: z.string(), count: z.number().int(), amount: fen })),
  /** Contacts logged this week (Monday to the digest) by person, most first. */
  week: z.array(z.object({ person: personRef, count: z.number().int() })),
  pictureUrl: z.string(),
});
export type Digest = z.infer<typeof digest>;
const byId = z.strictObject({ id });
export const listDigests = endpoint({
  method: 'GET',
  path: '/api/digests',
  summary: 'Digests of departments whose people I may see, newest first',
  permission: 'crm.use',
  query: z.strictObject({ ...pageQuery, departmentId: id.optional() }),
  response: page(z.object({ id, day: date, department: z.object({ id, name: z.string() }), headline: z.string() })),
  problems: ['request.bad_cursor'],
});
export const getDigest = endpoint({
  method: 'GET',
  path: '/api/digests/:id',
  summary: 'One digest, for members of the department, its leaders above, and those whose scope covers it',
  permission: 'crm.use',
  params: byId,
  response: digest,
  problems: ['record.not_found'],
});
export const getDigestRows = endpoint({
  method: 'GET',
  path: '/api/digests/:id/rows',
  summary: 'The rows behind one figure of a digest, limited to what the viewer may see',
  permission: 'crm.use',
  params: byId,
  query: z.strictObject({ ...pageQuery, figure: digestFigure, period: digestPeriod.default('today') }),
  response: page(
    z.object({
      id,
      kind: z.enum(['customer', 'opportunity', 'follow_up']),
      title: z.string(),
      detail: z.string(),
      amount: fen.nullable(),
      person: personRef.nullable(),
      /** An instant; a day where only the day counts, as for what was won. */
      at: z.string(),
      /** H5 path of the record. */
      path: z.string(),
    }),
  ).extend({
    /** Rows counted in the figure that this viewer may not see. */
    hidden: z.number().int(),
  }),
  problems: ['record.not_found'],
});
export const getDigestPicture = endpoint({
  method: 'GET',
  path: '/api/digests/:id/picture',
  summary: 'The PNG sent to the group',
  permission: 'crm.use',
  params: byId,
  response: z.unknown(),
  problems: ['record.not_found'],
});
