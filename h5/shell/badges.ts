import { reactive, readonly } from 'vue';
import { call } from '../api.ts';

interface Waiting {
  approvals: number;
  handovers: number;
}
const counts = reactive<Waiting>({ approvals: 0, handovers: 0 });

/** What waits for me personally, whoever's figures are on screen; the tab bar shows the approvals. */
export const badges = readonly(counts);
export const setBadge = (what: keyof Waiting, count: number): void => {
  counts[what] = count;
};

/** Counts again: after a decision, and when the app comes back to the front. */
export async function refreshBadges(): Promise<void> {
  const [{ listApprovals }, { listHandovers }] = await Promise.all([
    import('../../server/contract/approvals.ts'),
    import('../../server/contract/handover.ts'),
  ]);
  const [approvals, handovers] = await Promise.all([
    call(listApprovals, { query: { box: 'pending', limit: 1 } }).catch(() => null),
    call(listHandovers, { query: { state: 'open', limit: 1 } }).catch(() => null),
  ]);
  if (approvals) counts.approvals = approvals.total?.count ?? approvals.items.length;
  if (handovers) counts.handovers = handovers.total?.count ?? handovers.items.length;
}
