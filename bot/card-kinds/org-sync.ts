import { cancelSync, confirmSync, getSync } from '../../server/modules/org/index.ts';
import { orgSyncCard } from '../cards/org-sync.ts';
import { subjectIdOf, type CardKind } from './card-kind.ts';

export const orgSyncKind: CardKind = {
  permission: 'org.manage',
  present: async (work, message) => orgSyncCard((await getSync(work, subjectIdOf(message), { limit: 1 })).sync),
  press: (work, message, key) => {
    const syncId = subjectIdOf(message);
    return key === 'confirm' ? confirmSync(work, { syncId }) : cancelSync(work, { syncId });
  },
};
