import { contactRoles, customerLevels, customerSizes, partyKinds } from '../../../contract/customers.ts';
import { opportunityStates, stages } from '../../../contract/opportunities.ts';
import type { Field, Fields, FieldType } from '../field.ts';

const field = (label: string, type: FieldType = { is: 'text' }): Field => ({ label, type });
const needed = (label: string, type: FieldType = { is: 'text' }): Field => ({ label, type, required: true });
const choice = (of: Record<string, string>): FieldType => ({ is: 'choice', of });

/** What can be imported, in the order it is: later kinds refer to earlier ones. Keys are what a mapping calls the fields. */
export const kindFields = {
  person: {
    person: needed('同事', { is: 'person' }),
    leader: field('上级', { is: 'person' }),
  },
  product: {
    name: needed('产品名称'),
    series: field('系列'),
    unit: field('单位'),
    listPrice: needed('标准价', { is: 'money' }),
  },
  customer: {
    name: needed('客户名称'),
    owner: needed('负责人', { is: 'person' }),
    kind: field('类型', choice(partyKinds)),
    level: field('级别', choice(customerLevels)),
    industry: field('行业', { is: 'entry', of: 'industry' }),
    source: field('来源', { is: 'entry', of: 'source' }),
    region: field('地区'),
    address: field('地址'),
    size: field('规模', choice(customerSizes)),
    phone: field('电话'),
    website: field('网址'),
    creditCode: field('统一社会信用代码'),
    parent: field('上级客户', { is: 'record', of: 'customer' }),
    note: field('备注'),
    createdOn: field('创建日期', { is: 'date' }),
  },
  contact: {
    customer: needed('客户', { is: 'record', of: 'customer' }),
    name: needed('联系人姓名'),
    role: field('角色', choice(contactRoles)),
    position: field('职务'),
    mobile: field('手机号'),
    email: field('邮箱'),
    birthday: field('生日', { is: 'date' }),
    isPrimary: field('首要联系人', { is: 'flag' }),
    note: field('备注'),
  },
  opportunity: {
    name: needed('商机名称'),
    owner: needed('负责人', { is: 'person' }),
    customer: field('客户', { is: 'record', of: 'customer' }),
    state: field('状态', choice(opportunityStates)),
    stage: field('阶段', choice(stages)),
    amount: field('金额', { is: 'money' }),
    product: field('产品', { is: 'record', of: 'product' }),
    quantity: field('数量', { is: 'integer' }),
    agreedPrice: field('成交单价', { is: 'money' }),
    likelihood: field('可能性', { is: 'integer' }),
    expectedCloseOn: field('预计成交日期', { is: 'date' }),
    createdOn: field('创建日期', { is: 'date' }),
    closedOn: field('关闭日期', { is: 'date' }),
    lossReason: field('输单原因', { is: 'entry', of: 'loss_reason' }),
    winReason: field('赢单原因', { is: 'entry', of: 'win_reason' }),
    situation: field('现状说明'),
    nextAction: field('下一步'),
  },
} as const satisfies Record<string, Fields>;

export type KindName = keyof typeof kindFields;
export const kindNames = Object.keys(kindFields) as KindName[];
export const kindLabels: Record<KindName, string> = {
  person: '同事',
  product: '产品',
  customer: '客户',
  contact: '联系人',
  opportunity: '商机',
};
