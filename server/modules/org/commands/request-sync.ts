import type { Id } from '../../../contract/page.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { Problem } from '../../../kernel/problem.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { orgSyncRequested } from '../events.ts';
import { orgSyncs, type SyncTrigger } from '../store.ts';

/** Asks for a sync; a bot reads the directory. One at a time, the unique index has the last word. */
export const requestSync = async (
  work: Work,
  { trigger, dryRun }: { trigger: SyncTrigger; dryRun: boolean },
): Promise<Id> => {
  const id = work.nextId();
  try {
    await insert(work, orgSyncs, {
      id,
      state: 'running',
      dryRun,
      trigger,
      startedBy: work.actor.personId,
      startedAt: work.clock.now(),
      step: '准备',
      done: 0,
      total: 0,
      counts: {},
      attempts: 0,
    });
  } catch (error) {
    if (isDuplicateKey(error, 'org_syncs_active')) throw new Problem('org.sync_running');
    throw error;
  }
  await emit(work, orgSyncRequested, { subject: { kind: 'org_sync', id }, payload: { syncId: id } });
  return id;
};
