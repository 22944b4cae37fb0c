import type { Id } from '../../../contract/page.ts';
import { isDuplicateKey } from '../../../kernel/database.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import { ensure, Problem, required } from '../../../kernel/problem.ts';
import { firstRow } from '../../../kernel/rows.ts';
import type { RowOf } from '../../../kernel/table.ts';
import type { Work } from '../../../kernel/work.ts';
import { orgSyncCancelled, orgSyncRequested } from '../events.ts';
import { isUndecided, previewLifetimeMs, syncLifecycle } from '../org-sync.ts';
import { orgSyncChanges, orgSyncs } from '../store.ts';

type SyncRow = RowOf<typeof orgSyncs> & { state: 'ready' | 'waiting' };

/** Applies a dry run, or a sync the brake has stopped; a bot does it. Refused when the organisation has moved on since. */
export const confirmSync = async (work: Work, { syncId }: { syncId: Id }): Promise<void> => {
  const sync = await getUndecided(work, syncId);
  ensure(!(await isStale(work, sync)), 'org.sync_stale');
  try {
    await move(work, orgSyncs, syncLifecycle, { id: sync.id, from: sync.state, to: 'applying' }, { dryRun: false });
  } catch (error) {
    if (isDuplicateKey(error, 'org_syncs_active')) throw new Problem('org.sync_running');
    throw error;
  }
  await emit(work, orgSyncRequested, { subject: { kind: 'org_sync', id: syncId }, payload: { syncId } });
};

/** Discards a dry run, or a sync the brake has stopped. */
export const cancelSync = async (work: Work, { syncId }: { syncId: Id }): Promise<void> => {
  const sync = await getUndecided(work, syncId);
  const values = { finishedAt: work.clock.now() };
  await move(work, orgSyncs, syncLifecycle, { id: sync.id, from: sync.state, to: 'cancelled' }, values);
  await emit(work, orgSyncCancelled, { subject: { kind: 'org_sync', id: syncId }, payload: { syncId } });
};

const getUndecided = async (work: Work, syncId: Id): Promise<SyncRow> => {
  ensure(work.actor.permissions.has('org.manage') || work.actor.personId === null, 'permission.denied');
  const sync = required(await firstRow(orgSyncs, work.db(orgSyncs.name).where({ id: syncId }).forUpdate()));
  const { state } = sync;
  ensure(isUndecided(state), 'org.sync_not_waiting');
  return { ...sync, state };
};

/** A later sync, or an event, knows better about something that would be written. */
const isStale = async (work: Work, sync: SyncRow): Promise<boolean> => {
  const readAt = sync.readAt ?? sync.startedAt;
  if (work.clock.now().getTime() - readAt.getTime() > previewLifetimeMs) return true;
  const later = work.db(orgSyncs.name).where('id', '>', sync.id).whereIn('state', ['waiting', 'applying', 'done']);
  if (await later.first('id')) return true;
  return (
    (await touchedSince(work, sync.id, readAt, 'people', 'account')) ||
    touchedSince(work, sync.id, readAt, 'departments', 'platform_key')
  );
};

const touchedSince = async (
  work: Work,
  syncId: Id,
  readAt: Date,
  tableName: 'people' | 'departments',
  key: 'account' | 'platform_key',
): Promise<boolean> => {
  const kinds = tableName === 'people' ? 'person_%' : 'department_%';
  const row = await work
    .db(orgSyncChanges.name)
    .join(tableName, `${tableName}.${key}`, 'org_sync_changes.target_key')
    .where({ sync_id: syncId })
    .where('kind', 'like', kinds)
    .where(`${tableName}.directory_at`, '>', readAt)
    .first('org_sync_changes.id');
  return row !== undefined;
};
