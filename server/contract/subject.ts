import { z } from 'zod';
import { id } from './page.ts';

/** Kinds of records other capabilities can refer to. */
export const subjectKinds = {
  customer: '客户',
  contact: '联系人',
  opportunity: '商机',
  approval: '审批',
  follow_up: '跟进',
  handover: '交接',
  digest: '日报',
  person: '同事',
  department: '部门',
  role: '角色',
  group: '群',
  message: '消息',
  product: '产品',
  dictionary: '字典',
  org_sync: '组织同步',
  import: '导入',
} as const;
export type SubjectKind = keyof typeof subjectKinds;
export const subjectKind = z.enum(Object.keys(subjectKinds) as [SubjectKind, ...SubjectKind[]]);

/** A reference to a record of any capability. */
export const subjectRef = z.object({ kind: subjectKind, id });
export type SubjectRef = z.infer<typeof subjectRef>;

/** Where a change came from. */
export const surfaces = { h5: '应用', card: '卡片', bot: '机器人', job: '系统', api: '接口', import: '导入' } as const;
export type Surface = keyof typeof surfaces;
export const surface = z.enum(Object.keys(surfaces) as [Surface, ...Surface[]]);

/** A colleague as shown beside a record. */
export const personRef = z.object({ id, name: z.string(), active: z.boolean() });
export type PersonRef = z.infer<typeof personRef>;

/** One event on a time line: who did what, when, from where, and what changed. */
export const timelineEntry = z.object({
  id,
  name: z.string(),
  subject: subjectRef,
  actor: personRef.nullable(),
  surface,
  at: z.string(),
  /** One Chinese sentence without the actor, e.g. `把阶段推进到 商务谈判`. */
  sentence: z.string(),
  changes: z.array(
    z.object({ field: z.string(), label: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  reason: z.string().nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
