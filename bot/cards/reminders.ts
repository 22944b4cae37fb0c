import { formatShort } from '../../server/contract/money.ts';
import type { CardBody } from './card-body.ts';

export interface DueContact {
  customerId: string | null;
  customerName: string;
  opportunityId: string | null;
  opportunityName: string | null;
  at: string;
}

/** One promised contact is due now. */
export const contactDueCard = (due: DueContact, time: string): CardBody => ({
  title: `该联系 ${due.customerName} 了`,
  subtitle: `约定时间 ${time}`,
  facts: due.opportunityName ? [{ label: '商机', value: due.opportunityName }] : [],
  path: due.customerId ? `/customers/${due.customerId}` : `/opportunities/${due.opportunityId}`,
  actions: [],
});

export interface MorningList {
  total: number;
  overdue: number;
  items: { customerName: string; at: string; overdue: boolean }[];
}

/** Whom to contact today, at nine. */
export const morningListCard = (list: MorningList, sayTime: (at: string) => string): CardBody => ({
  title: '今天要联系的客户',
  emphasis: {
    value: String(list.total),
    label: list.overdue > 0 ? `位待联系,其中 ${list.overdue} 位已逾期` : '位待联系',
  },
  facts: list.items.map(({ customerName, at, overdue }) => ({
    label: overdue ? '已逾期' : sayTime(at),
    value: customerName,
  })),
  path: '/due-contacts',
  actions: [],
});

export interface SilentOpportunities {
  level: 1 | 2 | 3;
  days: number;
  total: number;
  items: { name: string; customerName: string | null; ownerName: string; days: number; amount: number }[];
}

/** Open opportunities nobody was in touch about; leaders see whose they are. */
export const silentCard = (silent: SilentOpportunities): CardBody => ({
  title: silent.level === 1 ? '这些商机久未联系' : '团队有商机久未联系',
  emphasis: { value: String(silent.total), label: `个商机已 ${silent.days} 天以上没有跟进` },
  facts: silent.items.map((item) => ({
    label: `${item.days}天`,
    value: [silent.level > 1 && item.ownerName, item.name, formatShort(item.amount)].filter(Boolean).join(' · '),
  })),
  path: silent.level === 1 ? '/opportunities?relation=mine&sort=silent' : '/opportunities?relation=team&sort=silent',
  actions: [],
});
