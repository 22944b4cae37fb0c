import { whileHolding } from '../../../kernel/lease.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import { inTransaction } from '../../../kernel/transaction.ts';
import type { Work } from '../../../kernel/work.ts';
import { ChatError } from '../../../ports/chat.ts';
import type { Directory } from '../../../ports/directory.ts';
import { applySync } from '../commands/apply-sync.ts';
import { failSync } from '../commands/fail-sync.ts';
import { stageSync, type Comparison } from '../commands/stage-sync.ts';
import { readKnownDepartments, readKnownPeople } from '../queries/known-org.ts';
import { orgSyncs } from '../store.ts';
import { brakeNote, diffDepartments, diffPeople, missingAccounts } from './diff.ts';
import { askForMissing, pullDirectory } from './pull.ts';
import { tidyDepartments, tidyPeople } from './tidy.ts';

/** Where syncs read from, and who shall manage when nobody does. */
export interface SyncSource {
  directory: Directory;
  adminAccounts: readonly string[];
}
type SyncRow = RowOf<typeof orgSyncs>;

const leaseMs = 60_000;
const maxAttempts = 5;

/** Brings the sync in progress to its end, or to where it must wait. One process does it; any may be asked, after a crash as well. */
export const runActiveSync = async (work: Work, source: SyncSource): Promise<void> => {
  await whileHolding(work.db, 'org-sync', leaseMs, async (isHeld) => {
    for (let sync = await nextSync(work); sync && isHeld(); sync = await nextSync(work)) {
      await advance(work, source, sync, isHeld);
    }
  });
};

/** Counts the attempt, so that a sync that kills its process does not do so for ever. */
const nextSync = async (work: Work): Promise<SyncRow | undefined> => {
  const query = work.db(orgSyncs.name).whereIn('state', ['running', 'applying']).orderBy('id').limit(1);
  const [sync] = await allRows(orgSyncs, query);
  if (sync) await work.db(orgSyncs.name).where({ id: sync.id }).increment('attempts', 1);
  return sync;
};

const advance = async (work: Work, source: SyncSource, sync: SyncRow, isHeld: () => boolean): Promise<void> => {
  try {
    if (sync.attempts >= maxAttempts) throw new GivenUp();
    if (sync.state === 'running') await compare(work, source.directory, sync);
    else await applySync(work, sync, source.adminAccounts, isHeld);
  } catch (error) {
    const reason = reasonToFail(error);
    if (!reason) throw error;
    await inTransaction(work, (inner) => failSync(inner, sync, reason));
  }
};

class GivenUp extends Error {}

/** Null for what may pass, like a database away: the sync stays where it is and is taken up again. */
const reasonToFail = (error: unknown): string | null => {
  if (error instanceof GivenUp) return '多次尝试都没有完成,请联系技术支持';
  if (!(error instanceof ChatError)) return null;
  const advice = error.isTransient ? '平台暂时不可用,请稍后再试' : '请检查应用的通讯录权限与可信 IP';
  return `读取通讯录失败:${advice}(${error.platformCode} ${error.platformMessage})`;
};

const compare = async (work: Work, directory: Directory, sync: SyncRow): Promise<void> => {
  const readAt = work.clock.now();
  await report(work, sync, { read_at: readAt, step: '读取部门', done: 0, total: 0 });
  const pulled = await pullDirectory(directory, (done, total) => report(work, sync, { step: '读取人员', done, total }));
  await report(work, sync, { step: '比对' });
  const comparison = await compareWith(work, directory, pulled, readAt);
  await stageSync(work, sync, comparison);
};

const compareWith = async (
  work: Work,
  directory: Directory,
  pulled: Awaited<ReturnType<typeof pullDirectory>>,
  readAt: Date,
): Promise<Comparison> => {
  const known = { people: await readKnownPeople(work), departments: await readKnownDepartments(work) };
  const asked = { readAt, now: work.clock.now() };
  const tree = tidyDepartments(pulled.departments);
  const listed = tidyPeople(pulled.people, tree);
  const missing = await askForMissing(directory, missingAccounts(known.people, listed.people, asked));
  const all = missing.found.length > 0 ? tidyPeople([...pulled.people, ...missing.found], tree) : listed;
  const people = diffPeople(known.people, all.people, missing.fates, asked);
  return {
    known,
    people,
    departments: diffDepartments(known.departments, tree.departments, asked),
    skipped: [...tree.skipped, ...all.skipped],
    brake: brakeNote(known.people, people),
  };
};

const report = async (work: Work, sync: SyncRow, progress: Record<string, unknown>): Promise<void> => {
  await work.db(orgSyncs.name).where({ id: sync.id }).update(progress);
};
