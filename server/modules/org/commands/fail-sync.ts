import type { SyncState } from '../../../contract/org.ts';
import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import type { Work } from '../../../kernel/work.ts';
import { orgSyncFailed } from '../events.ts';
import { syncLifecycle } from '../org-sync.ts';
import { orgSyncs } from '../store.ts';

/** Ends a sync that cannot go on; what was applied stays, the next sync finds the rest. */
export const failSync = async (work: Work, sync: { id: Id; state: SyncState }, reason: string): Promise<void> => {
  const note = reason.slice(0, 500);
  const values = { finishedAt: work.clock.now(), step: '失败', note };
  await move(work, orgSyncs, syncLifecycle, { id: sync.id, from: sync.state, to: 'failed' }, values);
  await emit(work, orgSyncFailed, { subject: { kind: 'org_sync', id: sync.id }, payload: { syncId: sync.id, note } });
};
