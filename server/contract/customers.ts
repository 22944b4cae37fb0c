import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { date, flag, id, line, list, page, pageQuery, prose, version } from './page.ts';
import { defineProblems } from './problem.ts';
import { personRef, timelineEntry } from './subject.ts';

export const customerProblems = defineProblems({
  'customer.duplicate': [409, '已有同名客户「{name}」,负责人 {owner}'],
  'customer.own_parent': [422, '上级客户不能是自己或自己的下级'],
  'customer.parent_unknown': [422, '上级客户不存在或不在您的可见范围内'],
  'customer.option_unknown': [422, '所选的{label}不存在或已停用'],
  'customer.no_duplicate': [422, '没有同名客户,您可以直接新建'],
  'customer.already_yours': [422, '您已经可以处理客户「{name}」'],
  'customer.cooperation_asked': [429, '今天已经向负责人申请过,请等对方处理'],
  'customer.deleted': [409, '客户已在回收站中'],
  'customer.not_deleted': [409, '客户不在回收站中'],
  'customer.has_open_opportunities': [422, '客户还有 {count} 个进行中的商机,不能删除'],
  'customer.restore_expired': [422, '已超过 30 天,不能恢复'],
  'contact.mobile_taken': [409, '这位客户下已有使用该手机号的联系人'],
});

export const partyKinds = {
  customer: '直接客户',
  supplier: '供应商',
  agent: '代理商',
  partner: '合作伙伴',
  competitor: '竞争对手',
  government: '政府机构',
} as const;
export type PartyKind = keyof typeof partyKinds;
export const customerLevels = { a: 'A 重点', b: 'B 重要', c: 'C 普通', d: 'D 潜在' } as const;
export type CustomerLevel = keyof typeof customerLevels;
export const customerSizes = {
  micro: '20 人以下',
  small: '20–99 人',
  medium: '100–499 人',
  large: '500–1999 人',
  huge: '2000 人以上',
} as const;
export type CustomerSize = keyof typeof customerSizes;
export const contactRoles = {
  decision: '决策人',
  influence: '影响者',
  user: '使用者',
  purchase: '采购',
  technical: '技术',
  finance: '财务',
  other: '其他',
} as const;
export type ContactRole = keyof typeof contactRoles;

export const partyKind = z.enum(Object.keys(partyKinds) as [PartyKind, ...PartyKind[]]);
export const customerLevel = z.enum(Object.keys(customerLevels) as [CustomerLevel, ...CustomerLevel[]]);
export const customerSize = z.enum(Object.keys(customerSizes) as [CustomerSize, ...CustomerSize[]]);
export const contactRole = z.enum(Object.keys(contactRoles) as [ContactRole, ...ContactRole[]]);

/** Mobile or landline as people write it; digits, spaces, dashes, plus, brackets. */
export const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d\s\-()]{5,30}$/, '电话号码不正确');

/** People write `www.example.com`; it is kept as an address one can open. */
export const website = z
  .string()
  .trim()
  .transform((text) => (/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`))
  .pipe(z.url({ protocol: /^https?$/, hostname: z.regexes.domain, error: '网址不正确' }).max(200, '网址太长'));

/** GB/T 2260 code of a province (2 digits + 0000) or city (4 digits + 00), as in @vant/area-data. */
export const regionCode = z.string().regex(/^\d{6}$/, '地区不正确');

export const contact = z.object({
  id,
  customerId: id,
  name: z.string(),
  role: contactRole.nullable(),
  position: z.string().nullable(),
  /** Masked (138****0000) when the viewer may not see personal data. */
  mobile: z.string().nullable(),
  email: z.string().nullable(),
  birthday: z.string().nullable(),
  isPrimary: z.boolean(),
  note: z.string().nullable(),
  version: z.number().int(),
});
export type Contact = z.infer<typeof contact>;
const contactBody = z.strictObject({
  name: line(40, '联系人姓名'),
  role: contactRole.nullable().optional(),
  position: line(40, '职务').nullable().optional(),
  mobile: phone.nullable().optional(),
  email: z.email('邮箱不正确').max(100).nullable().optional(),
  birthday: date.nullable().optional(),
  isPrimary: z.boolean().optional(),
  note: prose(500, '备注').nullable().optional(),
});
export type ContactInput = z.infer<typeof contactBody>;

export const customerAbilities = z.object({
  update: z.boolean(),
  delete: z.boolean(),
  restore: z.boolean(),
  shareWith: z.boolean(),
  logFollowUp: z.boolean(),
  addOpportunity: z.boolean(),
  comment: z.boolean(),
});

export const customerRow = z.object({
  id,
  name: z.string(),
  kind: partyKind,
  level: customerLevel.nullable(),
  industry: z.string().nullable(),
  region: z.string().nullable(),
  owner: personRef.nullable(),
  department: z.string().nullable(),
  /** The next contact somebody has promised. */
  nextContactAt: z.string().nullable(),
  lastContactAt: z.string().nullable(),
  openOpportunities: z.number().int(),
  openAmount: z.number().int(),
  createdAt: z.string(),
  /** When anything on the customer last happened; the default order. */
  touchedAt: z.string(),
  /** In the recycle bin since. */
  deletedAt: z.string().nullable(),
});
export type CustomerRow = z.infer<typeof customerRow>;

export const customerSorts = {
  touched: '最近动态',
  created: '最新创建',
  next_contact: '待联系优先',
} as const;
export type CustomerSort = keyof typeof customerSorts;

export const listCustomers = endpoint({
  method: 'GET',
  path: '/api/customers',
  summary: 'Customers within my scope',
  permission: 'crm.use',
  query: z.strictObject({
    ...pageQuery,
    keyword: z.string().trim().max(50).optional(),
    kind: list(partyKind).optional(),
    level: list(customerLevel).optional(),
    industryId: list(id).optional(),
    sourceId: list(id).optional(),
    region: regionCode.optional(),
    ownerId: id.optional(),
    departmentId: id.optional(),
    /** `mine` own, `shared` where I collaborate, default everything in scope. */
    relation: z.enum(['mine', 'shared', 'team']).optional(),
    /** No contact for this many days. */
    silentDays: z.coerce.number().int().min(1).max(365).optional(),
    deleted: flag.optional(),
    sort: z.enum(Object.keys(customerSorts) as [CustomerSort, ...CustomerSort[]]).default('touched'),
  }),
  response: page(customerRow),
  problems: ['request.bad_cursor'],
});

const customerFields = {
  name: line(80, '客户名称'),
  kind: partyKind,
  level: customerLevel.nullable().optional(),
  industryId: id.nullable().optional(),
  sourceId: id.nullable().optional(),
  region: regionCode.nullable().optional(),
  address: line(200, '地址').nullable().optional(),
  size: customerSize.nullable().optional(),
  phone: phone.nullable().optional(),
  website: website.nullable().optional(),
  creditCode: z
    .string()
    .trim()
    .regex(/^[0-9A-Z]{18}$/, '统一社会信用代码是 18 位数字或大写字母')
    .nullable()
    .optional(),
  parentId: id.nullable().optional(),
  note: prose(2000, '备注').nullable().optional(),
};

export const createCustomer = endpoint({
  method: 'POST',
  path: '/api/customers',
  summary: 'Create a customer with its first contacts; refused when a customer of the same normalised name exists',
  permission: 'crm.use',
  body: z.strictObject({ ...customerFields, contacts: z.array(contactBody).max(10).default([]) }),
  response: z.object({ id }),
  problems: ['customer.duplicate', 'customer.parent_unknown', 'customer.option_unknown'],
});

export const customerDetail = customerRow.extend({
  industryId: id.nullable(),
  sourceId: id.nullable(),
  source: z.string().nullable(),
  regionCode: z.string().nullable(),
  address: z.string().nullable(),
  size: customerSize.nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  creditCode: z.string().nullable(),
  parent: z.object({ id, name: z.string(), visible: z.boolean() }).nullable(),
  children: z.array(z.object({ id, name: z.string() })),
  note: z.string().nullable(),
  collaborators: z.array(personRef),
  contacts: z.array(contact),
  figures: z.object({ openAmount: z.number().int(), wonAmount: z.number().int(), followUps: z.number().int() }),
  deletedAt: z.string().nullable(),
  version: z.number().int(),
  abilities: customerAbilities,
});
export type CustomerDetail = z.infer<typeof customerDetail>;
const byId = z.strictObject({ id });

export const getCustomer = endpoint({
  method: 'GET',
  path: '/api/customers/:id',
  summary: 'One customer with contacts, collaborators and figures',
  permission: 'crm.use',
  params: byId,
  response: customerDetail,
  problems: ['record.not_found'],
});
export const getCustomerTimeline = endpoint({
  method: 'GET',
  path: '/api/customers/:id/timeline',
  summary: 'Everything that happened with the customer, newest first',
  permission: 'crm.use',
  params: byId,
  query: z.strictObject({ ...pageQuery }),
  response: page(timelineEntry),
  problems: ['record.not_found', 'request.bad_cursor'],
});
export const updateCustomer = endpoint({
  method: 'PATCH',
  path: '/api/customers/:id',
  summary: 'Change fields; undefined leaves alone, null clears; stale versions are refused with the current values',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({
    ...customerFields,
    name: customerFields.name.optional(),
    kind: partyKind.optional(),
    version,
  }),
  response: z.object({ version }),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'conflict.stale',
    'customer.duplicate',
    'customer.own_parent',
    'customer.parent_unknown',
    'customer.option_unknown',
    'customer.deleted',
  ],
});
export const deleteCustomer = endpoint({
  method: 'DELETE',
  path: '/api/customers/:id',
  summary: 'Move a customer to the recycle bin for 30 days',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'customer.deleted', 'customer.has_open_opportunities'],
});
export const restoreCustomer = endpoint({
  method: 'POST',
  path: '/api/customers/:id/restoration',
  summary: 'Take a customer back from the recycle bin',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: [
    'record.not_found',
    'record.not_allowed',
    'customer.not_deleted',
    'customer.restore_expired',
    'customer.duplicate',
  ],
});
export const setCollaborators = endpoint({
  method: 'PUT',
  path: '/api/customers/:id/collaborators',
  summary: 'Who works on this customer besides its owner',
  permission: 'crm.use',
  params: byId,
  body: z.strictObject({ personIds: z.array(id).max(20) }),
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'org.person_unknown', 'customer.deleted'],
});
export const checkDuplicate = endpoint({
  method: 'GET',
  path: '/api/customer-duplicates',
  summary: 'Is there a customer of this (normalised) name? Owner masked by scope',
  permission: 'crm.use',
  query: z.strictObject({ name: line(80, '客户名称') }),
  response: z.object({
    duplicate: z
      .object({
        /** Only when the asker may see it. */
        id: id.nullable(),
        name: z.string(),
        owner: z.string(),
        visible: z.boolean(),
        deleted: z.boolean(),
      })
      .nullable(),
  }),
});
export const askForCooperation = endpoint({
  method: 'POST',
  path: '/api/cooperation-requests',
  summary: 'Ask the owner of a customer of this name to let one work on it; the owner gets a card with a button',
  permission: 'crm.use',
  body: z.strictObject({ name: line(80, '客户名称'), note: prose(200, '说明').default('') }),
  response: z.object({}),
  problems: ['customer.no_duplicate', 'customer.already_yours', 'customer.cooperation_asked'],
});

export const createContact = endpoint({
  method: 'POST',
  path: '/api/customers/:id/contacts',
  summary: 'Add a contact',
  permission: 'crm.use',
  params: byId,
  body: contactBody,
  response: z.object({ id }),
  problems: ['record.not_found', 'record.not_allowed', 'contact.mobile_taken', 'customer.deleted'],
});
export const updateContact = endpoint({
  method: 'PATCH',
  path: '/api/contacts/:id',
  summary: 'Change a contact',
  permission: 'crm.use',
  params: byId,
  body: contactBody.extend({ name: contactBody.shape.name.optional(), version }),
  response: z.object({ version }),
  problems: ['record.not_found', 'record.not_allowed', 'conflict.stale', 'contact.mobile_taken', 'customer.deleted'],
});
export const deleteContact = endpoint({
  method: 'DELETE',
  path: '/api/contacts/:id',
  summary: 'Remove a contact (kept for 30 days)',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'customer.deleted'],
});
export const restoreContact = endpoint({
  method: 'POST',
  path: '/api/contacts/:id/restoration',
  summary: 'Bring a removed contact back',
  permission: 'crm.use',
  params: byId,
  response: z.object({}),
  problems: ['record.not_found', 'record.not_allowed', 'contact.mobile_taken', 'customer.deleted'],
});
