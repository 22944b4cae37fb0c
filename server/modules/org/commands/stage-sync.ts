import type { DiffKind } from '../../../contract/org.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { insertMany } from '../../../kernel/rows.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { describeDepartmentChange, describePersonChange, type Glossary } from '../directory-sync/describe.ts';
import type { DepartmentChange, KnownDepartment, KnownPerson, PersonChange, Skipped } from '../directory-sync/facts.ts';
import { orgSyncBlocked } from '../events.ts';
import { syncLifecycle } from '../org-sync.ts';
import { orgSyncChanges, orgSyncs } from '../store.ts';

/** Everything a comparison found, and what it was compared with. */
export interface Comparison {
  known: { people: readonly KnownPerson[]; departments: readonly KnownDepartment[] };
  people: readonly PersonChange[];
  departments: readonly DepartmentChange[];
  skipped: readonly Skipped[];
  /** Why it must wait for an administrator; null when it need not. */
  brake: string | null;
}

/** Keeps a comparison row by row, in place of what an interrupted attempt may have left, and decides how the sync goes on. */
export const stageSync = async (
  work: Work,
  sync: { id: Id; dryRun: boolean },
  comparison: Comparison,
): Promise<'ready' | 'waiting' | 'applying'> => {
  const rows = stagedRows(sync.id, comparison);
  await work.db(orgSyncChanges.name).where({ sync_id: sync.id }).delete();
  for (let start = 0; start < rows.length; start += 500)
    await insertMany(work, orgSyncChanges, rows.slice(start, start + 500));
  const counts: Partial<Record<DiffKind, number>> = {};
  for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
  const { brake } = comparison;
  const to = sync.dryRun ? 'ready' : brake ? 'waiting' : 'applying';
  await inTransaction(work, async (inner) => {
    const progress = to === 'applying' ? { step: '应用变动', done: 0, total: rows.length } : { step: '比对完成' };
    const values = { counts, note: brake, ...progress };
    await move(inner, orgSyncs, syncLifecycle, { id: sync.id, from: 'running', to }, values);
    if (to === 'waiting' && brake)
      await emit(inner, orgSyncBlocked, {
        subject: { kind: 'org_sync', id: sync.id },
        payload: { syncId: sync.id, note: brake },
      });
  });
  return to;
};

const stagedRows = (syncId: Id, { known, people, departments, skipped }: Comparison) => {
  const peopleBefore = new Map(known.people.map((one) => [one.account, one]));
  const departmentsBefore = new Map(known.departments.map((one) => [one.key, one]));
  const glossary = glossaryOf({ known, people, departments, skipped, brake: null });
  return [
    ...departments.map(({ kind, ...target }) => ({
      ...staged(syncId, kind, target.key, target.name),
      detail: describeDepartmentChange({ kind, ...target }, departmentsBefore.get(target.key), glossary).slice(0, 500),
      data: target,
    })),
    ...people.map(({ kind, ...target }) => ({
      ...staged(syncId, kind, target.account, target.name),
      detail: describePersonChange({ kind, ...target }, peopleBefore.get(target.account), glossary).slice(0, 500),
      data: target,
    })),
    ...skipped.map(({ key, name, why }) => ({ ...staged(syncId, 'skipped', key, name), detail: why, data: null })),
  ];
};

const staged = (syncId: Id, kind: DiffKind, targetKey: string, name: string) => ({
  syncId,
  kind,
  targetKey,
  name: name.slice(0, 100),
  applied: false,
});

const glossaryOf = ({ known, people, departments }: Comparison): Glossary => {
  const departmentNames = new Map([...known.departments, ...departments].map((one) => [one.key, one.name]));
  const personNames = new Map([...known.people, ...people].map((one) => [one.account, one.name]));
  return {
    departmentName: (key) => departmentNames.get(key) ?? key,
    personName: (account) => personNames.get(account) ?? account,
  };
};
