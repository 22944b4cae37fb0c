import { formatYuan } from '../../contract/money.ts';
import { stageFacts, stages } from '../../contract/opportunities.ts';
import { describeChanges, type Change } from '../../kernel/event.ts';
import type { OpportunityRecord } from './store.ts';

const labels = {
  name: '商机名称',
  stage: '阶段',
  amount: '金额',
  likelihood: '赢单可能',
  expectedCloseOn: '预计成交日',
  situation: '现状说明',
  nextAction: '下一步',
} as const;
const lists = { lines: '产品', competitors: '竞争对手' } as const;
const factLabels = new Map(
  Object.values(stageFacts)
    .flat()
    .map((fact) => [fact.key, fact.label]),
);

/** What an edit really changes, in the words people know the fields by. */
export const describeEdit = (before: OpportunityRecord, after: Partial<OpportunityRecord>): Change[] => [
  ...describeChanges(before, after, labels, {
    amount: (amount) => formatYuan(Number(amount)),
    likelihood: (percent) => `${Number(percent)}%`,
    stage: (stage) => stages[stage as OpportunityRecord['stage']],
  }),
  ...describeFacts(before, after),
];

const describeFacts = (before: OpportunityRecord, after: Partial<OpportunityRecord>): Change[] => {
  const facts = after.facts;
  if (!facts) return [];
  return [...factLabels].flatMap(([field, label]) => {
    const change = { field, label, before: before.facts[field] ?? null, after: facts[field] ?? null };
    return change.before === change.after ? [] : [change];
  });
};

/** Lines and competitors are told as a whole, in words. */
export const describeListEdit = (field: keyof typeof lists, before: string, after: string): Change[] =>
  before === after ? [] : [{ field, label: lists[field], before: before || null, after: after || null }];
