import type { GroupKind } from '../../../contract/reports.ts';
import type { Id } from '../../../contract/page.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { ensure, Problem } from '../../../kernel/problem.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { groupBound } from '../events.ts';
import { ensureMayBind } from '../group-access.ts';
import { groups, robotChats } from '../store.ts';

export interface GroupBinding {
  name: string;
  kind: GroupKind;
  departmentId: Id;
  address: string;
}

/** A group webhook's address in its plain form; null for anything else. */
export type ReadWebhook = (text: string) => string | null;

/** Binds a group chat to a department. */
export const bindGroup = async (work: Work, binding: GroupBinding, readWebhook: ReadWebhook): Promise<Id> => {
  await ensureMayBind(work, binding.departmentId);
  const address = binding.kind === 'webhook' ? readWebhook(binding.address) : binding.address;
  if (!address)
    throw new Problem('group.address_invalid', {}, [{ path: 'address', message: '这不是群机器人的 Webhook 地址' }]);
  if (binding.kind === 'robot')
    ensure(await work.db(robotChats.name).where({ chat_id: address }).first('chat_id'), 'group.robot_unknown');
  const id = await insertGroup(work, { ...binding, address });
  await emit(work, groupBound, { subject: { kind: 'group', id }, payload: { groupId: id, name: binding.name } });
  return id;
};

const insertGroup = async (work: Work, binding: GroupBinding): Promise<Id> => {
  try {
    return await insert(work, groups, { ...binding, active: true, lastDigestOn: null, removedAt: null });
  } catch (error) {
    if (isDuplicateKey(error, 'chat_groups_address')) throw new Problem('group.taken');
    throw error;
  }
};
