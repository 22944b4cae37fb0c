import { reactive, readonly } from 'vue';
import { listApprovals } from '../../server/contract/approvals.ts';
import { call } from '../api.ts';
import { type PlaceName } from './places.ts';

const counts = reactive<Partial<Record<PlaceName, number>>>({});

/** What the tab bar shows beside a place. */
export const badges = readonly(counts);
export const setBadge = (place: PlaceName, count: number): void => {
  counts[place] = count;
};

/** Counts the approvals that wait for me again: after a decision, and when the app comes back to the front. */
export async function refreshBadges(): Promise<void> {
  const waiting = await call(listApprovals, { query: { box: 'pending', limit: 1 } }).catch(() => null);
  if (waiting) counts.approvals = waiting.total?.count ?? waiting.items.length;
}
