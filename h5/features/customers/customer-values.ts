import { type z } from 'zod';
import { type createCustomer, type CustomerDetail } from '../../../server/contract/customers.ts';

type CreateBody = z.input<typeof createCustomer.body>;
/** What both customer forms edit; texts are '' and everything else null when empty. */
export type CustomerValues = Required<Omit<CreateBody, 'contacts'>>;
export type ContactDraft = { name: string; mobile: string; position: string };

export const emptyCustomer: CustomerValues = {
  name: '',
  kind: 'customer',
  level: null,
  industryId: null,
  sourceId: null,
  region: null,
  address: '',
  size: null,
  phone: '',
  website: '',
  creditCode: '',
  parentId: null,
  note: '',
};

/** The stored record as form values. */
export const valuesOf = (one: CustomerDetail): CustomerValues => ({
  name: one.name,
  kind: one.kind,
  level: one.level,
  industryId: one.industryId,
  sourceId: one.sourceId,
  region: one.regionCode,
  address: one.address,
  size: one.size,
  phone: one.phone,
  website: one.website,
  creditCode: one.creditCode,
  parentId: one.parent?.id ?? null,
  note: one.note,
});

/** What the fields are called, for forms and for the conflict sheet. */
export const customerLabels: Record<keyof CustomerValues, string> = {
  name: '客户名称',
  kind: '类型',
  level: '级别',
  industryId: '行业',
  sourceId: '来源',
  region: '地区',
  address: '地址',
  size: '规模',
  phone: '电话',
  website: '网址',
  creditCode: '信用代码',
  parentId: '上级客户',
  note: '备注',
};
