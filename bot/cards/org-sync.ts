import { syncStates, type OrgSync } from '../../server/contract/org.ts';
import { settle, type CardBody } from './card-body.ts';

/** The brake has stopped a sync; an administrator decides. */
export const orgSyncCard = (sync: OrgSync): CardBody => {
  const { counts, note, state, id } = sync;
  const facts = [
    { label: '离职', value: counts.person_left },
    { label: '不可见', value: counts.person_hidden },
    { label: '变动', value: counts.person_changed },
    { label: '新增', value: counts.person_added },
  ];
  const open: CardBody = {
    title: '组织同步等待确认',
    subtitle: '这次同步会停用较多人员',
    facts: facts.flatMap(({ label, value }) => (value ? [{ label, value: `${value} 人` }] : [])),
    ...(note && { text: note }),
    path: `/admin/org-syncs/${id}`,
    actions: [
      { key: 'confirm', label: '确认应用', style: 'danger' },
      { key: 'cancel', label: '取消', style: 'default' },
    ],
  };
  return state === 'waiting' || state === 'ready' ? open : settle(open, syncStates[state]);
};
