import { handoverStates } from '../../server/contract/handover.ts';
import { formatShort } from '../../server/contract/money.ts';
import type { DescribedCase } from '../../server/modules/handover/index.ts';
import { settle, type CardBody } from './card-body.ts';

const pathOf = (caseId: string): string => `/handovers/${caseId}`;

/** Somebody's records need a new owner: take them over at once, or give them out one by one in the app. */
export const handoverCard = (of: DescribedCase): CardBody => {
  const open: CardBody = {
    title: `${of.personName} 的客户待交接`,
    facts: factsOf(of),
    path: pathOf(of.id),
    actions: [
      { key: 'take_over', label: '由我接手', style: 'primary' },
      { key: 'assign', label: '在应用中分配', style: 'default', path: `${pathOf(of.id)}/assignment` },
    ],
  };
  switch (of.state) {
    case 'open':
      return open;
    case 'running':
    case 'done':
    case 'undoing':
      return settle(open, handoverStates[of.state], assignedSentence(of));
    case 'undone':
      return settle(open, of.receiverName === null ? '无需交接' : handoverStates.undone);
  }
};

const factsOf = (of: DescribedCase): CardBody['facts'] => [
  { label: '待交接', value: `${of.objects} 项` },
  { label: '金额', value: formatShort(of.amount) },
  ...(of.contacts > 0 ? [{ label: '外部联系人', value: `${of.contacts} 位` }] : []),
  ...(of.groups > 0 ? [{ label: '客户群', value: `${of.groups} 个` }] : []),
];

const assignedSentence = ({ assignedByName, receiverName }: DescribedCase): string =>
  assignedByName === receiverName ? `由 ${receiverName} 接手` : `${assignedByName} 已交给 ${receiverName}`;

/** Told to those who got something. */
export const receivedCard = (from: string, count: number): CardBody => ({
  title: `${from} 的客户交到您手上`,
  emphasis: { value: String(count), label: '项客户与商机现在由您负责' },
  facts: [],
  text: '历史跟进和联系人都在客户详情里',
  path: '/customers?relation=mine',
  actions: [],
});

/** Told to the one who gave away, or who decided. */
export const handedOverCard = (
  caseId: string,
  from: string,
  receivers: readonly { name: string; count: number }[],
): CardBody => ({
  title: `${from} 的交接已完成`,
  facts: receivers.slice(0, 6).map(({ name, count }) => ({ label: name, value: `${count} 项` })),
  text: '30 天内可以在应用中撤销',
  path: pathOf(caseId),
  actions: [],
});
