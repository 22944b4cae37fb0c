import { inBackground } from '../../kernel/background.ts';
import { reaction, type Reaction } from '../../kernel/event.ts';
import { runActiveSync, type SyncSource } from './directory-sync/run-sync.ts';
import { orgSyncRequested } from './events.ts';

export const orgReactions = (source: SyncSource): Reaction[] => [
  reaction({
    name: 'org.run-sync',
    on: orgSyncRequested,
    perform: async (work) => inBackground(work, 'org-sync', () => runActiveSync(work, source)),
  }),
];
