import type { Id } from '../../../contract/page.ts';
import { moveAll } from '../../../kernel/lifecycle.ts';
import type { Work } from '../../../kernel/work.ts';
import type { Ownable } from '../../../ports/subjects.ts';
import { itemLifecycle, type ItemState } from '../handover.ts';
import { handoverCases, handoverItems, type HandoverCase, type HandoverItem } from '../store.ts';

/** Gives one batch of rows of a kind back in the current transaction; rows changed since keep their new owner. */
export const returnBatch = async (
  work: Work,
  one: HandoverCase,
  ownable: Ownable,
  items: readonly HandoverItem[],
): Promise<void> => {
  const returned = new Set<Id>();
  for (const [holder, group] of byHolder(items)) {
    const rows = group.map((item) => ({ id: item.objectId, version: item.versionAfter }));
    const reason = `撤销${one.personName}的交接`;
    const moved = await ownable.transfer(work, { rows, from: holder, to: one.personId, reason, caseId: one.id });
    for (const { id } of moved) returned.add(id);
  }
  await settle(
    work,
    items.filter((item) => returned.has(item.objectId)),
    'returned',
  );
  await settle(
    work,
    items.filter((item) => !returned.has(item.objectId)),
    'kept',
  );
  await work.db(handoverCases.name).where({ id: one.id }).increment('done', items.length);
};

const byHolder = (items: readonly HandoverItem[]): Map<Id, HandoverItem[]> => {
  const groups = new Map<Id, HandoverItem[]>();
  for (const item of items) groups.set(item.toId, [...(groups.get(item.toId) ?? []), item]);
  return groups;
};

const settle = async (work: Work, items: readonly HandoverItem[], to: ItemState): Promise<void> => {
  if (items.length === 0) return;
  const ids = items.map((item) => item.id);
  await moveAll(work, handoverItems, itemLifecycle, { from: 'moved', to }, (query) => query.whereIn('id', ids));
};
