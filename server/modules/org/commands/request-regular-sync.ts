import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { Problem } from '../../../kernel/problem.ts';
import { allRows } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { orgSyncCancelled } from '../events.ts';
import { syncLifecycle } from '../org-sync.ts';
import { orgSyncs } from '../store.ts';
import { requestSync } from './request-sync.ts';

const retryFirstMs = 2 * 60_000;

/** The nightly pull. One that still waits for an answer is out of date and makes room; one that runs is left alone. */
export const requestNightlySync = async (work: Work): Promise<void> => {
  const waiting = await allRows(orgSyncs, work.db(orgSyncs.name).where({ state: 'waiting' }).forUpdate());
  const values = { finishedAt: work.clock.now(), note: '一直没有确认,由夜间同步重新读取' };
  for (const { id } of waiting) {
    await move(work, orgSyncs, syncLifecycle, { id, from: 'waiting', to: 'cancelled' }, values);
    await emit(work, orgSyncCancelled, { subject: { kind: 'org_sync', id }, payload: { syncId: id } });
  }
  await requestUnlessRunning(work, 'nightly');
};

/** A company nobody has been read into yet is read at once; after a failure again in a while. */
export const requestFirstSync = async (work: Work): Promise<void> => {
  if (await work.db('people').first('id')) return;
  const since = new Date(work.clock.now().getTime() - retryFirstMs);
  const recent = work.db(orgSyncs.name).where('started_at', '>', since).orWhereIn('state', ['running', 'applying']);
  if (await recent.first('id')) return;
  await requestUnlessRunning(work, 'start');
};

const requestUnlessRunning = async (work: Work, trigger: 'nightly' | 'start'): Promise<void> => {
  try {
    await requestSync(work, { trigger, dryRun: false });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'org.sync_running') throw error;
  }
};
