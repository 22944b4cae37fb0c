import { formatDiscount, formatShort, formatYuan } from '../../contract/money.ts';
import type { Facts, Flow } from '../approvals/index.ts';
import type { Price } from './discount.ts';

/** ¥1,000,000 in fen. */
const largeAmount = 100_000_000;
const overAmount = { fact: 'amount', op: 'over', value: largeAmount } as const;
const below = (permille: number) => ({ fact: 'discountPermille', op: 'over', value: permille }) as const;

/** Closing as won: alone up to 10 % below list; beyond, the direct leader; above 25 % or ¥1,000,000 the leader's leader too. */
export const winFlow: Flow = {
  key: 'opportunity.win',
  steps: [
    {
      approver: { kind: 'superior', level: 1 },
      mode: 'any',
      when: { any: [below(100), overAmount] },
      why: '比标准价低 10% 以上,或金额超过 100 万元,需要直属上级同意',
    },
    {
      approver: { kind: 'superior', level: 2 },
      mode: 'any',
      when: { any: [below(250), overAmount] },
      why: '比标准价低 25% 以上,或金额超过 100 万元,还需要上级的上级同意',
    },
  ],
};

/** What the flow decides by. The amount is the larger of what was estimated and what was agreed. */
export const winFacts = (price: Price, amount: number, reason: { reasonId: string | null; note: string }): Facts => ({
  discountPermille: price.discountPermille,
  amount: Math.max(amount, price.agreedTotal),
  listTotal: price.listTotal,
  agreedTotal: price.agreedTotal,
  reasonId: reason.reasonId,
  note: reason.note,
});

/** Less than half a percent below list is not worth a word. */
const isDiscounted = (price: Price): boolean => (price.discountPermille ?? 0) >= 5;

export const winTitle = (price: Price): string => {
  const discount = isDiscounted(price) ? ` ${formatDiscount(price.agreedTotal, price.listTotal)}` : '';
  return `申请${discount}赢单,${formatShort(price.agreedTotal)}`;
};

export const winFactLines = (
  price: Price,
  about: { customer: string | null; name: string; products: string },
): { label: string; value: string }[] => [
  { label: '客户', value: about.customer ?? '未关联客户' },
  { label: '商机', value: about.name },
  { label: '成交价', value: formatYuan(price.agreedTotal) },
  { label: '标准价', value: formatYuan(price.listTotal) },
  { label: '折扣', value: formatDiscount(price.agreedTotal, price.listTotal) ?? '无标准价' },
  { label: '产品', value: about.products },
];
