import type { z } from 'zod';
import type { dueContact, listDueContacts } from '../../contract/activities.ts';
import type { Id, Page } from '../../contract/page.ts';
import { pageOfIds } from '../../kernel/list.ts';
import { inOrder } from '../../kernel/paging.ts';
import { allRows } from '../../kernel/rows.ts';
import { narrowed, scoped, unscoped } from '../../kernel/scope.ts';
import { personOf, type Work } from '../../kernel/work.ts';
import { customers, customersByNextContact, type CustomerRecord } from '../customers/index.ts';
import { opportunities, type OpportunityRecord } from '../opportunities/index.ts';
import { personRefs } from '../org/index.ts';
import { endOfToday } from './day.ts';

type Query = z.output<typeof listDueContacts.query>;
type DueContact = z.output<typeof dueContact>;

/** Contacts promised until the end of today, longest overdue first: one's own, or everybody's in scope. */
export const pageOfDueContacts = async (work: Work, query: Query): Promise<Page<DueContact>> => {
  const viewer = query.team === '1' ? work : narrowed(work, { people: [personOf(work)], shared: 'dropped' });
  const page = await pageOfIds(viewer, customers, {
    cursor: query.cursor,
    limit: query.limit,
    sort: customersByNextContact,
    where: (rows) => rows.where('customers.next_contact_sort', '<', endOfToday(work)),
  });
  return { ...page, items: await present(work, page.items) };
};

const present = async (work: Work, ids: readonly Id[]): Promise<DueContact[]> => {
  const found = await allRows(
    customers,
    unscoped(work, customers, 'details of ids that were found within scope').whereIn('id', ids as Id[]),
  );
  const rows = inOrder(ids, found);
  const [owners, promised] = await Promise.all([
    personRefs(
      work,
      rows.map((row) => row.ownerId),
    ),
    openOpportunitiesOf(work, ids),
  ]);
  const now = work.clock.now();
  return rows.flatMap((row) => {
    const owner = owners.get(row.ownerId);
    const at = row.nextContactAt;
    if (!owner || !at) return [];
    const opportunity = promised.find((one) => isAbout(one, row));
    return [
      {
        customer: { id: row.id, name: row.name },
        opportunity: opportunity ? { id: opportunity.id, name: opportunity.name } : null,
        owner,
        at: at.toISOString(),
        overdue: at < now,
      },
    ];
  });
};

const openOpportunitiesOf = (work: Work, customerIds: readonly Id[]): Promise<OpportunityRecord[]> =>
  allRows(
    opportunities,
    scoped(work, opportunities)
      .whereIn('opportunities.customer_id', customerIds as Id[])
      .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
      .whereNotNull('opportunities.next_contact_at'),
  );

/** A promise made about an opportunity stands on both with the same time. */
const isAbout = (opportunity: OpportunityRecord, customer: CustomerRecord): boolean =>
  opportunity.customerId === customer.id && opportunity.nextContactAt?.getTime() === customer.nextContactAt?.getTime();
