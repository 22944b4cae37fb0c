import { customerLevels, customerSizes, partyKinds } from '../../contract/customers.ts';
import { entryNames } from '../../kernel/dictionary.ts';
import { describeChanges, type Change } from '../../kernel/event.ts';
import { allRows } from '../../kernel/rows.ts';
import { unscoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { regionName } from './regions.ts';
import { customers, type CustomerRecord } from './store.ts';

const labels = {
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
  creditCode: '统一社会信用代码',
  parentId: '上级客户',
  note: '备注',
} as const;

/** The fields an edit really changes, in the words people know them by. */
export const describeEdit = async (
  work: Work,
  before: CustomerRecord,
  values: Partial<CustomerRecord>,
): Promise<Change[]> => {
  const [entries, parents] = await Promise.all([
    entryNames(work, [before.industryId, before.sourceId, values.industryId ?? null, values.sourceId ?? null]),
    parentNames(work, [before.parentId, values.parentId ?? null]),
  ]);
  const from = (names: ReadonlyMap<string, string>) => (value: unknown) => names.get(String(value)) ?? '未知';
  const label = (words: Record<string, string>) => (value: unknown) => words[String(value)] ?? null;
  return describeChanges(before, values, labels, {
    kind: label(partyKinds),
    level: label(customerLevels),
    size: label(customerSizes),
    industryId: from(entries),
    sourceId: from(entries),
    parentId: from(parents),
    region: (value) => regionName(String(value)),
  });
};

const parentNames = async (work: Work, ids: (string | null)[]): Promise<Map<string, string>> => {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await allRows(
    customers,
    unscoped(work, customers, 'the time line names both parents of an edit').whereIn('id', wanted),
  );
  return new Map(rows.map((row) => [row.id, row.name]));
};
