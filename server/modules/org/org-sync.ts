import type { SyncState } from '../../contract/org.ts';
import type { Lifecycle } from '../../kernel/lifecycle.ts';

/** A directory sync: read and compared (`running`), then previewed (`ready`), stopped by the brake (`waiting`), or applied. */
export const syncLifecycle: Lifecycle<SyncState> = {
  running: ['ready', 'waiting', 'applying', 'failed'],
  ready: ['applying', 'cancelled'],
  waiting: ['applying', 'cancelled'],
  applying: ['done', 'failed'],
  done: [],
  failed: [],
  cancelled: [],
};

export const isUndecided = (state: SyncState): state is 'ready' | 'waiting' => state === 'ready' || state === 'waiting';

/** A preview older than this says too little about the directory of now. */
export const previewLifetimeMs = 24 * 3_600_000;
