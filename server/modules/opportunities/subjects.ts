import type { Approvable, Ownable } from '../../ports/subjects.ts';
import { settleWin } from './commands/settle-win.ts';
import { transferOpportunities } from './commands/transfer-opportunities.ts';
import { countOwned, listOwned } from './queries/owned.ts';
import { isOpportunityVisible, opportunityNames } from './queries/subject.ts';

/** Closing as won can wait for consent. */
export const approvableOpportunity: Approvable = {
  kind: 'opportunity',
  describe: async (work, id) => ({
    name: (await opportunityNames(work, [id])).get(id) ?? '',
    path: `/opportunities/${id}`,
  }),
  isVisible: isOpportunityVisible,
  onOutcome: settleWin,
};

/** Opportunities change hands with their owner's. */
export const ownableOpportunities: Ownable = {
  kind: 'opportunity',
  label: '商机',
  count: countOwned,
  list: listOwned,
  transfer: transferOpportunities,
};
