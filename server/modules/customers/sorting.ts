import type { CustomerSort } from '../../contract/customers.ts';
import type { SortOrder } from '../../kernel/list.ts';

/** Newest activity first; also what others use for "recent customers". */
export const customersByTouch: SortOrder = {
  column: 'touched_at',
  direction: 'desc',
  everyone: 'customers_touched',
  perOwner: 'customers_owner_touched',
};

/** Those whose next contact was promised first; those without a promise come last. */
export const customersByNextContact: SortOrder = {
  column: 'next_contact_sort',
  direction: 'asc',
  everyone: 'customers_next',
  perOwner: 'customers_owner_next',
};

const orders: Record<CustomerSort, SortOrder> = {
  touched: customersByTouch,
  created: {
    column: 'created_at',
    direction: 'desc',
    everyone: 'customers_created',
    perOwner: 'customers_owner_created',
  },
  next_contact: customersByNextContact,
};

interface Filters {
  sort: CustomerSort;
  level?: readonly unknown[] | undefined;
  industryId?: readonly unknown[] | undefined;
  sourceId?: readonly unknown[] | undefined;
  region?: string | undefined;
}

/** A filter on one value leads an index of its own in the default order, so that a rare value is not searched for row by row. */
export const orderFor = (filters: Filters): SortOrder => {
  if (filters.sort !== 'touched') return orders[filters.sort];
  if (filters.industryId?.length === 1) return { ...customersByTouch, everyone: 'customers_industry' };
  if (filters.sourceId?.length === 1) return { ...customersByTouch, everyone: 'customers_source' };
  if (filters.region) return { ...customersByTouch, everyone: 'customers_province' };
  if (filters.level?.length === 1) return { ...customersByTouch, everyone: 'customers_level' };
  return customersByTouch;
};
