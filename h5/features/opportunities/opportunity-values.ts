import { formatDiscount, formatYuan } from '../../../server/contract/money.ts';
import {
  type createOpportunity,
  type OpportunityDetail,
  stageFacts,
  stageOrder,
  type updateOpportunity,
} from '../../../server/contract/opportunities.ts';
import { type z } from 'zod';
import { type LineInput, linesOf } from './lines.ts';

/** What both opportunity forms edit; texts are '' and everything else null when empty. */
export interface OpportunityValues {
  name: string;
  /** null: follows the lines. */
  amount: number | null;
  /** null: follows the stage. */
  likelihood: number | null;
  expectedCloseOn: string | null;
  situation: string | null;
  nextAction: string | null;
  lines: LineInput[];
  competitors: { name: string; note: string }[];
}
export interface EditValues extends OpportunityValues {
  facts: Record<string, string>;
}

export const emptyOpportunity: OpportunityValues = {
  name: '',
  amount: null,
  likelihood: null,
  expectedCloseOn: null,
  situation: '',
  nextAction: '',
  lines: [],
  competitors: [],
};

/** The stored record as form values. An amount equal to the lines' total counts as following them. */
export const valuesOf = (one: OpportunityDetail): EditValues => ({
  name: one.name,
  amount: one.lines.length > 0 && one.amount === one.agreedTotal ? null : one.amount,
  likelihood: one.likelihood,
  expectedCloseOn: one.expectedCloseOn,
  situation: one.situation,
  nextAction: one.nextAction,
  lines: linesOf(one),
  competitors: one.competitors.map(({ name, note }) => ({ name, note })),
  facts: { ...(one.facts as Record<string, string>) },
});

type CreateFields = Omit<z.input<typeof createOpportunity.body>, 'customerId' | 'stage'>;
type UpdateFields = Omit<z.input<typeof updateOpportunity.body>, 'version'>;

/** Numbers left open are left out: the server lets them follow the lines and the stage. */
export const asCreateFields = ({ amount, likelihood, ...rest }: OpportunityValues): CreateFields => ({
  ...rest,
  ...(amount !== null && { amount }),
  ...(likelihood !== null && { likelihood }),
});

/** The changed fields as they are sent. An amount that was emptied becomes the lines' total again. */
export const asUpdateFields = (changed: Partial<EditValues>, linesTotal: number): UpdateFields => {
  const { amount, likelihood, ...rest } = changed;
  return {
    ...rest,
    ...(amount !== undefined && { amount: amount ?? linesTotal }),
    ...(likelihood != null && { likelihood }),
  };
};

/** What the fields are called, for forms and for the conflict sheet. */
export const opportunityLabels: Record<keyof EditValues, string> = {
  name: '商机名称',
  amount: '金额',
  likelihood: '把握',
  expectedCloseOn: '预计成交',
  situation: '现状',
  nextAction: '下一步',
  lines: '产品',
  competitors: '竞争对手',
  facts: '阶段信息',
};

const factLabels = new Map(
  stageOrder.flatMap((stage) => stageFacts[stage]).map(({ key, label }) => [key, label] as const),
);

/** How a field's value reads, for showing two of them side by side. */
export function sayOpportunityValue(
  path: string,
  value: unknown,
  productOf: (id: string) => { product: string; listPrice: number } | null,
): string {
  if (value == null || value === '') return '';
  if (path === 'amount') return formatYuan(value as number);
  if (path === 'likelihood') return `${value as number}%`;
  if (path === 'lines') return (value as LineInput[]).map((line) => sayLine(line, productOf)).join(';');
  if (path === 'competitors') return (value as { name: string }[]).map(({ name }) => name).join('、');
  if (path === 'facts') return sayFacts(value as Record<string, string>);
  return String(value);
}

function sayLine(
  { productId, quantity, agreedPrice }: LineInput,
  productOf: (id: string) => { product: string; listPrice: number } | null,
): string {
  const found = productOf(productId);
  const discount = found && formatDiscount(agreedPrice, found.listPrice);
  return [`${found?.product ?? '产品'} × ${quantity}`, formatYuan(agreedPrice), discount].filter(Boolean).join(' ');
}

const sayFacts = (facts: Record<string, string>): string =>
  Object.entries(facts)
    .filter(([, text]) => text)
    .map(([key, text]) => `${factLabels.get(key) ?? key}:${text}`)
    .join(';');
