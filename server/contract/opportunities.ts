import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { fen, fenTotal } from './money.ts';
import { date, flag, id, line, list, page, pageQuery, prose, version } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef, timelineEntry } from './subject.ts';

export const opportunityProblems = defineProblems({
  'opportunity.closed': [409, '商机已{status},不能再修改'],
  'opportunity.not_closed': [409, '商机仍在进行中'],
  'opportunity.approval_pending': [409, '赢单申请正在审批,审批结束前不能修改'],
  'opportunity.facts_missing': [422, '进入「{stage}」前请补充:{facts}'],
  'opportunity.same_stage': [422, '商机已在这个阶段'],
  'opportunity.lines_missing': [422, '赢单前请填写产品和成交价'],
  'opportunity.no_approver': [422, '没有找到可以审批的上级,请联系管理员设置直属上级'],
  'opportunity.loss_reason_required': [422, '请选择输单原因'],
});

/** The nine standard stages in order; signing (签约) is the won outcome that follows the ninth. */
export const stages = {
  first_contact: '初步接触',
  needs: '需求了解',
  planning: '规划与邀约',
  survey: '拜访与调研',
  first_proposal: '初步方案',
  demonstration: '产品演示',
  formal_proposal: '正式方案',
  evaluation: '项目评估',
  negotiation: '商务谈判',
} as const;
export type Stage = keyof typeof stages;
export const stageOrder = Object.keys(stages) as Stage[];
export const stage = z.enum(stageOrder as [Stage, ...Stage[]]);

/** How likely an opportunity in a stage is won, in percent, until somebody states otherwise. */
export const stageLikelihood: Record<Stage, number> = {
  first_contact: 5,
  needs: 10,
  planning: 20,
  survey: 30,
  first_proposal: 40,
  demonstration: 50,
  formal_proposal: 60,
  evaluation: 75,
  negotiation: 90,
};

/** What must be known before an opportunity leaves a stage forward; all are short texts. */
export const stageFacts: Record<Stage, readonly { key: string; label: string; hint: string }[]> = {
  first_contact: [{ key: 'contactPerson', label: '对接人', hint: '谁在跟我们谈' }],
  needs: [{ key: 'need', label: '客户需求', hint: '客户想解决什么问题' }],
  planning: [{ key: 'plan', label: '推进计划', hint: '准备邀请谁、怎么推进' }],
  survey: [{ key: 'survey', label: '调研结论', hint: '现场情况与关键发现' }],
  first_proposal: [{ key: 'proposal', label: '方案要点', hint: '初步方案给了什么' }],
  demonstration: [{ key: 'feedback', label: '演示反馈', hint: '客户怎么评价' }],
  formal_proposal: [
    { key: 'solution', label: '正式方案', hint: '方案范围与客户认可程度' },
    { key: 'decisionMaker', label: '决策人', hint: '谁拍板' },
  ],
  evaluation: [{ key: 'evaluation', label: '评估结果', hint: '客户评估的结论' }],
  negotiation: [],
};
const factKeys = Object.values(stageFacts).flatMap((facts) => facts.map((fact) => fact.key));
export const stageFactValues = z.partialRecord(z.enum(factKeys as [string, ...string[]]), prose(500, '内容'));
export type StageFactValues = z.infer<typeof stageFactValues>;

export const opportunityStates = { open: '进行中', won: '赢单', lost: '输单' } as const;
export type OpportunityState = keyof typeof opportunityStates;
export const opportunityState = z.enum(Object.keys(opportunityStates) as [OpportunityState, ...OpportunityState[]]);

export const opportunityRow = z.object({
  id,
  name: z.string(),
  customer: z.object({ id, name: z.string() }).nullable(),
  state: opportunityState,
  stage,
  amount: fen,
  likelihood: z.number().int(),
  expectedCloseOn: z.string().nullable(),
  owner: personRef.nullable(),
  nextContactAt: z.string().nullable(),
  lastContactAt: z.string().nullable(),
  /** Days in the current stage. */
  stageDays: z.number().int(),
  closedOn: z.string().nullable(),
  approvalPending: z.boolean(),
  touchedAt: z.string(),
  /** In the recycle bin since. */
  deletedAt: z.string().nullable(),
});
export type OpportunityRow = z.infer<typeof opportunityRow>;

export const opportunitySorts = {
  touched: '最近动态',
  amount: '金额最大',
  close: '最近成交日',
  silent: '最久未联系',
} as const;
export type OpportunitySort = keyof typeof opportunitySorts;

export const listOpportunities = endpoint({
  method: 'GET',
  path: '/api/opportunities',
  summary: 'Opportunities within my scope',
  permission: 'crm.use',
  query: z.strictObject({
    ...pageQuery,
    keyword: z.string().trim().max(50).optional(),
    customerId: id.optional(),
    state: list(opportunityState).optional(),
    stage: list(stage).optional(),
    ownerId: id.optional(),
    departmentId: id.optional(),
    relation: z.enum(['mine', 'team']).optional(),
    closeFrom: date.optional(),
    closeUntil: date.optional(),
    silentDays: z.coerce.number().int().min(1).max(365).optional(),
    deleted: flag.optional(),
    sort: z.enum(Object.keys(opportunitySorts) as [OpportunitySort, ...OpportunitySort[]]).default('touched'),
  }),
  response: page(opportunityRow).extend({
    /** Sum over everything that matches, first page only. */
    amount: fenTotal.nullable(),
  }),
  problems: ['request.bad_cursor'],
});

export const lineInput = z.strictObject({
  productId: id,
  quantity: z.number().int().min(1, '数量至少为 1').max(1_000_000),
  /** Agreed price of one unit. */
  agreedPrice: fen,
});
export const competitorInput = z.strictObject({ name: line(60, '竞争对手'), note: prose(300, '说明').default('') });

const opportunityFields = {
  name: line(80, '商机名称'),
  amount: fen.optional(),
  likelihood: z.number().int().min(0).max(100).optional(),
  expectedCloseOn: date.nullable().optional(),
  /** 现状:一段话说清目前情况。 */
  situation: prose(2000, '现状说明').nullable().optional(),
  nextAction: prose(300, '下一步').nullable().optional(),
  lines: z.array(lineInput).max(50).optional(),
  competitors: z.array(competitorInput).max(20).optional(),
};

export const createOpportunity = endpoint({
  method: 'POST',
  path: '/api/opportunities',
  summary: 'Open an opportunity for a customer; the amount follows the lines unless given',
  permission: 'crm.use',
  body: z.strictObject({ ...opportunityFields, customerId: id, stage: stage.default('first_contact') }),
  response: z.object({ id }),
  problems: ['record.not_found', 'record.not_allowed', 'product.unknown', 'customer.deleted'],
});

export const opportunityAbilities = z.object({
  update: z.boolean(),
  move: z.boolean(),
  win: z.boolean(),
  lose: z.boolean(),
  reopen: z.boolean(),
  delete: z.boolean(),
  restore: z.boolean(),
  logFollowUp: z.boolean(),
});

export const opportunityDetail = opportunityRow.extend({
  situation: z.string().nullable(),
  nextAction: z.string().nullable(),
  facts: stageFactValues,
  lines: z.array(
    z.object({
      id,
      productId: id,
      product: z.string(),
      unit: z.string(),
      quantity: z.number().int(),
      listPrice: fen,
      agreedPrice: fen,
    }),
  ),
  listTotal: fen,
  agreedTotal: fen,
  /** Tenths of a percent below list, 0 when at or above list; null without lines. */
  discountPermille: z.number().int().nullable(),
  competitors: z.array(z.object({ id, name: z.string(), note: z.string() })),
  /** How long each stage took so far, in whole days, in order of entering. */
  stageHistory: z.array(
    z.object({
      stage,
      enteredAt: z.string(),
      leftAt: z.string().nullable(),
      days: z.number().int(),
      by: personRef.nullable(),
    }),
  ),
  reason: z.string().nullable(),
  reasonNote: z.string().nullable(),
  pendingApprovalId: id.nullable(),
  deletedAt: z.string().nullable(),
  version,
  abilities: opportunityAbilities,
});
export type OpportunityDetail = z.infer<typeof opportunityDetail>;
const byId = z.strictObject({ id });

export const getOpportunity = endpoint({
  method: 'GET',
  path: '/api/opportunities/:id',
  summary: 'One opportunity',
  permission: 'crm.use',
  params: byId,
  response: opportunityDetail,
  problems: ['record.not_found'],
});
export const getOpportunityTimeline = endpoint({
  method: 'GET',
  path: '/api/opportunities/:id/timeline',
  summary: 'Everything that happened with the opportunity, newest first',
  permission: 'crm.use',
  params: byId,
  query: z.strictObject({ ...pageQuery }),
  response: page(timelineEntry),
  problems: ['record.not_found', 'request.bad_cursor'],
});
export const updateOpportunity = endpoint({
  method: 'PATCH',
  path: '/api/opportunities/:id',
  summary: 'Change an open opportunity',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({
    ...opportunityFields,
    name: opportunityFields.name.optional(),
    facts: stageFactValues.optional(),
    version,
  }),
  response: z.object({ version }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'conflict.stale',
    'opportunity.closed',
    'opportunity.approval_pending',
    'product.unknown',
  ],
});
export const moveStage = endpoint({
  method: 'POST',
  path: '/api/opportunities/:id/stage-moves',
  summary: 'Move to another stage, supplying the facts the passed stages ask for',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({ stage, facts: stageFactValues.default({}), note: prose(300, '说明').default(''), version }),
  response: z.object({ version }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'conflict.stale',
    'opportunity.closed',
    'opportunity.approval_pending',
    'opportunity.same_stage',
    'opportunity.facts_missing',
  ],
});
export const winOpportunity = endpoint({
  method: 'POST',
  path: '/api/opportunities/:id/win',
  summary: 'Close as won; asks for approval when the discount or the amount is beyond authority',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({
    lines: z.array(lineInput).min(1).max(50).optional(),
    reasonId: id.nullable().optional(),
    note: prose(500, '说明').default(''),
    version,
  }),
  response: z.object({ outcome: z.enum(['won', 'pending']), approvalId: id.nullable(), version }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'conflict.stale',
    'opportunity.closed',
    'opportunity.approval_pending',
    'opportunity.lines_missing',
    'opportunity.no_approver',
    'product.unknown',
    'customer.option_unknown',
  ],
});
export const loseOpportunity = endpoint({
  method: 'POST',
  path: '/api/opportunities/:id/loss',
  summary: 'Close as lost with a reason',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({ reasonId: id, note: prose(500, '说明').default(''), version }),
  response: z.object({ version }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'conflict.stale',
    'opportunity.closed',
    'opportunity.approval_pending',
    'customer.option_unknown',
  ],
});
export const reopenOpportunity = endpoint({
  method: 'POST',
  path: '/api/opportunities/:id/reopening',
  summary: 'Open a lost opportunity again',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({ note: prose(300, '说明').default(''), version }),
  response: z.object({ version }),
  problems: ['record.not_found', 'record.not_allowed', 'conflict.stale', 'opportunity.not_closed'],
});
export const deleteOpportunity = endpoint({
  method: 'DELETE',
  path: '/api/opportunities/:id',
  summary: 'Move an opportunity to the recycle bin for 30 days',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'opportunity.approval_pending'],
});
export const restoreOpportunity = endpoint({
  method: 'POST',
  path: '/api/opportunities/:id/restoration',
  summary: 'Take an opportunity back from the recycle bin',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'customer.deleted'],
});

export const getFunnel = endpoint({
  method: 'GET',
  path: '/api/funnel',
  summary:
    'Open opportunities by stage for a person, a department, or everything in my scope; conversion and stage duration beside them',
  permission: 'crm.use',
  query: z.strictObject({
    ownerId: id.optional(),
    departmentId: id.optional(),
    relation: z.enum(['mine', 'team']).optional(),
  }),
  response: z.object({
    scope: z.string(),
    stages: z.array(
      z.object({
        stage,
        count: z.number().int(),
        amount: fenTotal,
        /** Share of those that entered this stage and went on to a later one or won, in percent, last 365 days; null without data. */
        conversion: z.number().int().nullable(),
        /** Median-free mean of days spent, over those that left it in the last 365 days. */
        averageDays: z.number().nullable(),
      }),
    ),
    won: z.object({ count: z.number().int(), amount: fenTotal }),
    lost: z.object({ count: z.number().int(), amount: fenTotal }),
  }),
  problems: ['record.not_found'],
});
