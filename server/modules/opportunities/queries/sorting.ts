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

const orders: Record<Exclude<OpportunitySort, 'silent'>, SortOrder> = {
  touched: opportunitiesByTouch,
  amount: order('amount', 'desc', 'amount', { numeric: true }),
  close: order('close_order', 'asc', 'close'),
};

/** In one state its own index is walked: most opportunities were closed long ago, and nobody has contacted them since. */
const bySilence = (direction: SortOrder['direction'], states: readonly OpportunityState[] | undefined): SortOrder => {
  const [state, ...more] = states ?? [];
  return state && more.length === 0
    ? order('silent_since', direction, 'state_silent', { leading: { state } })
    : order('silent_since', direction, 'silent');
};

interface Asked {
  sort: OpportunitySort;
  state?: readonly OpportunityState[] | undefined;
}

/**
 * What is still open closes soonest first, what is closed has closed latest first. Among those without a contact for long the newest activity
 * is a contact long ago: the index of silence gives them without looking at the others.
 */
export const orderFor = ({ sort, state }: Asked, silentBefore: Date | null): SortOrder => {
  if (sort === 'silent') return bySilence('asc', state);
  if (sort === 'touched' && silentBefore) return { ...bySilence('desc', state), start: silentBefore };
  const closedOnly = state !== undefined && state.length > 0 && !state.includes('open');
  return sort === 'close' && closedOnly ? { ...orders.close, direction: 'desc' } : orders[sort];
};
