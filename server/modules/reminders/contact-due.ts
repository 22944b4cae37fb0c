import type { Id } from '../../contract/page.ts';
import { emitMany, type Emission } from '../../kernel/event.ts';
import { everyMinutes, type Job } from '../../kernel/schedule.ts';
import { unscoped } from '../../kernel/scope.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { customers } from '../customers/index.ts';
import { opportunities } from '../opportunities/index.ts';
import { contactDue } from './events.ts';
import { advanceMark } from './marks.ts';

const reason = 'the clock reminds every owner of what they promised';
/** After a longer outage the morning list tells what was missed. */
const longestGapMs = 24 * 3_600_000;

/** Every minute: reminds of the contacts promised since the last run, each once. */
export const contactDueJob: Job = {
  name: 'contacts due',
  due: everyMinutes(1),
  catchUpMinutes: 60,
  run: (work, slot) => inTransaction(work, (inner) => remind(inner, slot.at)),
};

interface Promised {
  ownerId: Id;
  customerId: Id | null;
  customerName: string | null;
  opportunityId: Id | null;
  opportunityName: string | null;
  at: Date;
}

const remind = async (work: Work, until: Date): Promise<void> => {
  const since = await advanceMark(work, 'contacts due', until, longestGapMs);
  if (!since) return;
  const due = [...(await dueCustomers(work, since, until)), ...(await dueOpportunities(work, since, until))];
  if (due.length > 0) await emitMany(work, contactDue, due.map(emissionOf));
};

const emissionOf = (promised: Promised): Emission<Parameters<typeof contactDue.sentence>[0]> => ({
  subject: promised.opportunityId
    ? { kind: 'opportunity', id: promised.opportunityId }
    : { kind: 'customer', id: promised.customerId ?? '' },
  payload: {
    personId: String(promised.ownerId),
    customerId: promised.customerId,
    customerName: promised.customerName ?? promised.opportunityName ?? '',
    opportunityId: promised.opportunityId,
    opportunityName: promised.opportunityName,
    at: promised.at.toISOString(),
  },
});

const dueCustomers = async (work: Work, since: Date, until: Date): Promise<Promised[]> => {
  const rows = (await unscoped(work, customers, reason)
    .select({ ownerId: 'owner_id', customerId: 'id', customerName: 'name', at: 'next_contact_at' })
    .where({ alive: 1 })
    .where('next_contact_sort', '>', since)
    .where('next_contact_sort', '<=', until)) as Pick<Promised, 'ownerId' | 'customerId' | 'customerName' | 'at'>[];
  return rows.map((row) => ({ ...row, opportunityId: null, opportunityName: null }));
};

/** What was promised about an opportunity stands on its customer too; only where the customer says another time it is told of its own. */
const dueOpportunities = async (work: Work, since: Date, until: Date): Promise<Promised[]> =>
  (await unscoped(work, opportunities, reason)
    .leftJoin('customers', 'customers.id', 'opportunities.customer_id')
    .select({
      ownerId: 'opportunities.owner_id',
      customerId: 'customers.id',
      customerName: 'customers.name',
      opportunityId: 'opportunities.id',
      opportunityName: 'opportunities.name',
      at: 'opportunities.next_contact_at',
    })
    .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
    .where('opportunities.next_contact_at', '>', since)
    .where('opportunities.next_contact_at', '<=', until)
    .where((other) => {
      void other
        .whereNull('customers.next_contact_at')
        .orWhereRaw('customers.next_contact_at <> opportunities.next_contact_at')
        .orWhereRaw('customers.owner_id <> opportunities.owner_id');
    })) as Promised[];

/** Is the promise still open? False once somebody was in touch and a new one, or none, was made. */
export const isContactStillDue = async (
  work: Work,
  subject: { kind: 'customer' | 'opportunity'; id: Id },
): Promise<boolean> => {
  const table = subject.kind === 'customer' ? customers : opportunities;
  const row = await unscoped(work, table, 'a reminder is checked before it is sent')
    .where({ id: subject.id, alive: 1 })
    .where('next_contact_at', '<=', work.clock.now())
    .first('id');
  return row !== undefined;
};
