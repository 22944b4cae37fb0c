import type { z } from 'zod';
import type { Id } from '../../contract/page.ts';
import type { searchEverything } from '../../contract/insight.ts';
import { pageOfIds } from '../../kernel/list.ts';
import { inOrder } from '../../kernel/paging.ts';
import { unscoped } from '../../kernel/scope.ts';
import { keywordFilter } from '../../kernel/search.ts';
import type { Work } from '../../kernel/work.ts';
import { findContactsByKeyword, searchCustomers } from '../customers/index.ts';
import { listColleagues } from '../org/index.ts';
import { opportunities } from './sources.ts';

type Found = z.output<typeof searchEverything.response>;
const perKind = 5;

/** The first few of every kind that match, each within its own scope. */
export const search = async (work: Work, keyword: string): Promise<Found> => {
  const [customers, contacts, deals, people] = await Promise.all([
    searchCustomers(work, keyword, perKind),
    findContactsByKeyword(work, keyword, perKind),
    findOpportunities(work, keyword),
    listColleagues(work, { keyword, limit: perKind }),
  ]);
  return {
    customers: customers.map((row) => ({ id: row.id, name: row.name, owner: row.owner?.name ?? null })),
    contacts: contacts.map(({ id, customerId, name, customerName, mobile }) => ({
      id,
      customerId,
      name,
      customer: customerName,
      mobile,
    })),
    opportunities: deals,
    people: people.items.map(({ id, name, department }) => ({ id, name, department })),
  };
};

const findOpportunities = async (work: Work, keyword: string): Promise<Found['opportunities']> => {
  const filter = await keywordFilter(work, { kind: 'opportunity', table: opportunities.name, name: 'name' }, keyword);
  const page = await pageOfIds(work, opportunities, {
    limit: perKind,
    sort: {
      column: 'touched_at',
      direction: 'desc',
      everyone: 'opportunities_touched',
      perOwner: 'opportunities_owner_touched',
    },
    ...filter,
  });
  const rows: FoundDeal[] = await unscoped(work, opportunities, 'details of ids that pageOfIds has scoped')
    .leftJoin('customers', 'customers.id', 'opportunities.customer_id')
    .whereIn('opportunities.id', page.items)
    .select({
      id: 'opportunities.id',
      name: 'opportunities.name',
      customer: 'customers.name',
      amount: 'opportunities.amount',
      state: 'opportunities.state',
    });
  return inOrder<FoundDeal>(page.items, rows).map((row) => ({ ...row, amount: Number(row.amount) }));
};

interface FoundDeal {
  id: Id;
  name: string;
  customer: string | null;
  amount: string;
  state: string;
}
