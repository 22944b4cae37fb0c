import { showConfirmDialog, showToast } from 'vant';

import { type PersonChange, type PersonView } from '../../control/types.ts';
import { ask, attempt } from '../api.ts';

/** Changes of a member, as an administrator makes them; WeCom tells the CRM by callback. */
export async function changePerson({ userid }: PersonView, change: PersonChange, said: string): Promise<void> {
  const done = await attempt(() => ask('PATCH', `people/${encodeURIComponent(userid)}`, change));
  if (done) showToast(said);
}

export const disable = (person: PersonView) => changePerson(person, { status: 2 }, `${person.name}已停用`);
export const enable = (person: PersonView) => changePerson(person, { status: 1 }, `${person.name}已启用`);

export function toggleLeader(person: PersonView, department: number): Promise<void> {
  const isLeader = person.leaderOf.includes(department);
  const leaderOf = isLeader ? person.leaderOf.filter((id) => id !== department) : [...person.leaderOf, department];
  return changePerson(person, { leaderOf }, isLeader ? '已取消负责人' : `${person.name}已设为负责人`);
}

export async function leaveCompany({ userid, name }: PersonView): Promise<void> {
  const isSure = await showConfirmDialog({
    title: `${name}离职`,
    message: '将把他移出企业，企业微信会通知应用，上级会收到交接客户的卡片。',
    confirmButtonText: '确认离职',
    confirmButtonColor: 'var(--bad-text)',
  }).then(
    () => true,
    () => false,
  );
  if (!isSure) return;
  const done = await attempt(() => ask('DELETE', `people/${encodeURIComponent(userid)}`));
  if (done) showToast(`${name}已离职`);
}
