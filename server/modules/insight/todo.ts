import type { Knex } from 'knex';
import { totalCap, type Id } from '../../contract/page.ts';
import type { Workbench } from '../../contract/insight.ts';
import { scoped } from '../../kernel/scope.ts';
import type { Work } from '../../kernel/work.ts';
import { countPendingApprovals } from '../approvals/index.ts';
import { personRefs } from '../org/index.ts';
import { customers, opportunities } from './sources.ts';

/** An open opportunity nobody has contacted for this many days asks for attention. */
const silentDays = 3;

/** What needs somebody: counts for one tap each. Approvals and hand-overs are personal, so a team view shows none. */
export const countTodo = async (work: Work, personId: Id | null): Promise<Workbench['todo']> => {
  const now = work.clock.now();
  const today = work.calendar.dateOf(now);
  const tomorrow = work.calendar.startOf(work.calendar.addDays(today, 1));
  const due = () => scoped(work, customers).where('customers.alive', 1);
  const silentBefore = work.calendar.startOf(work.calendar.addDays(today, 1 - silentDays));
  const [approvals, dueContacts, overdueContacts, silentOpportunities, handovers] = await Promise.all([
    personId ? countPendingApprovals(work, personId) : 0,
    count(
      work,
      due().where('customers.next_contact_sort', '>=', now).where('customers.next_contact_sort', '<', tomorrow),
    ),
    count(work, due().where('customers.next_contact_sort', '<', now)),
    count(
      work,
      scoped(work, opportunities)
        .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
        .where('opportunities.silent_since', '<', silentBefore),
    ),
    personId ? count(work, work.db('handover_cases').where({ assignee_id: personId, state: 'open' })) : 0,
  ]);
  return { approvals, dueContacts, overdueContacts, silentOpportunities, handovers };
};

const count = async (work: Work, query: Knex.QueryBuilder): Promise<number> => {
  const some = query.select(work.db.raw('1 as one')).limit(totalCap).as('waiting');
  const [row] = await work.db.from(some).count<{ count: number | string }[]>({ count: '*' });
  return Number(row?.count ?? 0);
};

/** The next few promised contacts until the end of today, longest overdue first. */
export const nextContacts = async (work: Work, limit = 5): Promise<Workbench['due']> => {
  const now = work.clock.now();
  const tomorrow = work.calendar.startOf(work.calendar.addDays(work.calendar.dateOf(now), 1));
  const rows = await scoped(work, customers)
    .where('customers.alive', 1)
    .where('customers.next_contact_sort', '<', tomorrow)
    .orderBy('customers.next_contact_sort')
    .limit(limit)
    .select<{ id: Id; name: string; at: Date; ownerId: Id }[]>({
      id: 'customers.id',
      name: 'customers.name',
      at: 'customers.next_contact_at',
      ownerId: 'customers.owner_id',
    });
  const owners = await personRefs(
    work,
    rows.map((row) => row.ownerId),
  );
  return rows.flatMap((row) => {
    const owner = owners.get(row.ownerId);
    return owner
      ? [{ customer: { id: row.id, name: row.name }, at: row.at.toISOString(), overdue: row.at < now, owner }]
      : [];
  });
};
