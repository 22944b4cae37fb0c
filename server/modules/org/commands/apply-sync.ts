import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { bumpOrgVersion, lockOrg } from '../chart-reader.ts';
import type { DepartmentTarget, PersonTarget } from '../directory-sync/facts.ts';
import { orgSynced } from '../events.ts';
import { syncLifecycle } from '../org-sync.ts';
import { orgSyncChanges, orgSyncs } from '../store.ts';
import { applyDepartments } from './apply-departments.ts';
import { applyLeaders } from './apply-leaders.ts';
import { applyPeople } from './apply-people.ts';
import { keepAdministrator } from './keep-administrator.ts';

type SyncRow = RowOf<typeof orgSyncs>;
const chunk = 500;

/**
 * Applies what was staged: departments, people in chunks of short transactions, then who reports to whom. Each chunk is marked in its own
 * transaction, so a run that was killed goes on where it was; changes already so change nothing. Stops early when `isHeld` turns false.
 */
export const applySync = async (
  work: Work,
  sync: SyncRow,
  adminAccounts: readonly string[],
  isHeld: () => boolean,
): Promise<void> => {
  const readAt = sync.readAt ?? sync.startedAt;
  await applyStaged(work, sync, 'department_%', 5000, isHeld, (inner, rows) =>
    applyDepartments(inner, rows.map(departmentOf), readAt),
  );
  await applyStaged(work, sync, 'person_%', chunk, isHeld, (inner, rows) =>
    applyPeople(inner, rows.map(personOf), readAt),
  );
  await applyStagedLeaders(work, sync.id, isHeld);
  if (isHeld()) await finish(work, sync, adminAccounts);
};

type ChangeRow = RowOf<typeof orgSyncChanges>;
// What is read back here was written by stageSync from the same types.
const departmentOf = (row: ChangeRow): DepartmentTarget => row.data as DepartmentTarget;
const personOf = (row: ChangeRow): PersonTarget => row.data as PersonTarget;

const applyStaged = async (
  work: Work,
  sync: SyncRow,
  kinds: 'department_%' | 'person_%',
  size: number,
  isHeld: () => boolean,
  apply: (inner: Work, rows: ChangeRow[]) => Promise<number>,
): Promise<void> => {
  while (isHeld()) {
    const open = work.db(orgSyncChanges.name).where({ sync_id: sync.id, applied: 0 }).where('kind', 'like', kinds);
    const rows = await allRows(orgSyncChanges, open.orderBy('id').limit(size));
    if (rows.length === 0) return;
    await inTransaction(work, async (inner) => {
      await lockOrg(inner);
      await apply(inner, rows);
      const ids = rows.map((row) => row.id);
      await inner.db(orgSyncChanges.name).whereIn('id', ids).update({ applied: 1 });
      await inner.db(orgSyncs.name).where({ id: sync.id }).increment('done', rows.length);
    });
  }
};

/** Leaders come last, when everybody they may name is there; done again from the start after an interruption. */
const applyStagedLeaders = async (work: Work, syncId: Id, isHeld: () => boolean): Promise<void> => {
  let after = '0';
  while (isHeld()) {
    const people = work
      .db(orgSyncChanges.name)
      .where({ sync_id: syncId })
      .whereIn('kind', ['person_added', 'person_changed'])
      .where('id', '>', after);
    const rows = await allRows(orgSyncChanges, people.orderBy('id').limit(chunk));
    const last = rows.at(-1);
    if (!last) return;
    await inTransaction(work, async (inner) => {
      await lockOrg(inner);
      await applyLeaders(inner, rows.map(personOf));
    });
    after = last.id;
  }
};

const finish = (work: Work, sync: SyncRow, adminAccounts: readonly string[]): Promise<void> =>
  inTransaction(work, async (inner) => {
    await lockOrg(inner);
    await bumpOrgVersion(inner);
    await keepAdministrator(inner, adminAccounts);
    const values = { finishedAt: work.clock.now(), step: '完成' };
    await move(inner, orgSyncs, syncLifecycle, { id: sync.id, from: 'applying', to: 'done' }, values);
    await emit(inner, orgSynced, {
      subject: { kind: 'org_sync', id: sync.id },
      payload: { syncId: sync.id, counts: { ...sync.counts } },
    });
  });
