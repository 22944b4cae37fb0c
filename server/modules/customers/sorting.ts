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

/** Of those whom nobody has contacted since: who was contacted last comes first. */
const silentSince = (start: Date): SortOrder => ({
  column: 'silent_since',
  direction: 'desc',
  everyone: 'customers_silent',
  perOwner: 'customers_owner_silent',
  start,
});

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
  kind?: readonly string[] | undefined;
  level?: readonly string[] | undefined;
  industryId?: readonly string[] | undefined;
  sourceId?: readonly string[] | undefined;
  region?: string | undefined;
}

/** Each filter with the index it leads. */
export const selectiveIndexes = [
  { by: 'industryId', index: 'customers_industry' },
  { by: 'sourceId', index: 'customers_source' },
  { by: 'region', index: 'customers_province' },
  { by: 'level', index: 'customers_level' },
  { by: 'kind', index: 'customers_kind' },
  { by: 'silentDays', index: 'customers_silent' },
] as const;

/**
 * A filter on one value leads an index of its own in the default order, so that a rare value is not searched for row by row. Among those
 * who were not contacted for long the newest activity is a contact long ago: the index of silence gives them without looking at the others.
 */
export const orderFor = (filters: Filters, silentBefore: Date | null): SortOrder => {
  const { sort, industryId, sourceId, region, level, kind } = filters;
  if (sort !== 'touched') return orders[sort];
  if (silentBefore) return silentSince(silentBefore);
  const ledBy = (everyone: string, column: string, value: string): SortOrder => ({
    ...customersByTouch,
    everyone,
    leading: { [column]: value },
  });
  const only = (values: readonly string[] | undefined): string | undefined =>
    values?.length === 1 ? values[0] : undefined;
  const [industry, source, grade, party] = [only(industryId), only(sourceId), only(level), only(kind)];
  if (industry) return ledBy('customers_industry', 'industry_id', industry);
  if (source) return ledBy('customers_source', 'source_id', source);
  if (region) return ledBy('customers_province', 'province', region.slice(0, 2));
  if (grade) return ledBy('customers_level', 'level', grade);
  if (party) return ledBy('customers_kind', 'kind', party);
  return customersByTouch;
};
