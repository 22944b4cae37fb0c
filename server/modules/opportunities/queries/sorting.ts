import type { OpportunitySort, OpportunityState } from '../../../contract/opportunities.ts';
import type { SortOrder } from '../../../kernel/list.ts';

const order = (
  column: string,
  direction: SortOrder['direction'],
  name: string,
  more: Partial<SortOrder> = {},
): SortOrder => ({
  column,
  direction,
  everyone: `opportunities_${name}`,
  perOwner: `opportunities_owner_${name}`,
  ...more,
});

/** Newest activity first; also what others use for "recent opportunities". */
export const opportunitiesByTouch = order('touched_at', 'desc', 'touched');

const orders: Record<OpportunitySort, SortOrder> = {
  touched: opportunitiesByTouch,
  amount: order('amount', 'desc', 'amount', { numeric: true }),
  close: order('close_order', 'asc', 'close'),
  silent: order('silent_since', 'asc', 'silent'),
};

/**
 * What is still open closes soonest first, what is closed has closed latest first. Among those without a contact for long the newest activity
 * is a contact long ago: the index of silence gives them without looking at the others.
 */
export const orderFor = (
  { sort, state: states }: { sort: OpportunitySort; state?: readonly OpportunityState[] | undefined },
  silentBefore: Date | null,
): SortOrder => {
  if (sort === 'touched' && silentBefore) return { ...orders.silent, direction: 'desc', start: silentBefore };
  const closedOnly = states !== undefined && states.length > 0 && !states.includes('open');
  return sort === 'close' && closedOnly ? { ...orders.close, direction: 'desc' } : orders[sort];
};
