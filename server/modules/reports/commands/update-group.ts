import type { Id } from '../../../contract/page.ts';
import { describeChanges, emit } from '../../../kernel/event.ts';
import { patch } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { groupRemoved, groupTested, groupUpdated } from '../events.ts';
import { getManageableGroup } from '../group-access.ts';
import { groups } from '../store.ts';

const labels = { name: '名称', active: '启用' };

/** Renames, pauses or resumes a bound group. Returns its new version. */
export const updateGroup = async (
  work: Work,
  id: Id,
  change: { name?: string | undefined; active?: boolean | undefined; version: number },
): Promise<number> => {
  const group = await getManageableGroup(work, id);
  const { version, ...values } = change;
  const next = await patch(work, groups, { id, version }, values as Partial<typeof group>);
  await emit(work, groupUpdated, {
    subject: { kind: 'group', id },
    payload: { groupId: id, name: values.name ?? group.name },
    changes: describeChanges(group, values as Partial<typeof group>, labels),
  });
  return next;
};

/** Ends a binding. The address goes with it: it is a credential. */
export const unbindGroup = async (work: Work, id: Id): Promise<void> => {
  const group = await getManageableGroup(work, id);
  await patch(work, groups, group, { removedAt: work.clock.now(), active: false, address: '' });
  await emit(work, groupRemoved, { subject: { kind: 'group', id }, payload: { groupId: id, name: group.name } });
};

/** Asks for a test message into the group. */
export const testGroup = async (work: Work, id: Id): Promise<void> => {
  const group = await getManageableGroup(work, id);
  await emit(work, groupTested, { subject: { kind: 'group', id }, payload: { groupId: id, name: group.name } });
};
