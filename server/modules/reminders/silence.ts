import type { Id } from '../../contract/page.ts';
import { emitMany } from '../../kernel/event.ts';
import { dailyAt, type Job } from '../../kernel/schedule.ts';
import { unscoped } from '../../kernel/scope.ts';
import { insertMany } from '../../kernel/rows.ts';
import { column, table } from '../../kernel/table.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { opportunities } from '../opportunities/index.ts';
import { findSuperior, personRefs } from '../org/index.ts';
import { silenceFound } from './events.ts';

/** After so many days without contact: the owner, the leader, the leader's leader. */
export const ladder = [
  { level: 1, days: 3 },
  { level: 2, days: 5 },
  { level: 3, days: 7 },
] as const;
export type Rung = (typeof ladder)[number];

/** Of one rung in one morning; what is left over is told the next morning. */
const mostPerRung = 20_000;
const recipientsPerTransaction = 200;
const named = 6;

const silenceNotices = table('silence_notices', {
  opportunityId: column.id(),
  level: column.int(),
  since: column.instant(),
  createdAt: column.instant(),
});

/** On working mornings: tells of open opportunities nobody was in touch about, each rung once per silence. */
export const silenceJob: Job = {
  name: 'silent opportunities',
  due: dailyAt('09:30', { workdays: true }),
  catchUpMinutes: 180,
  run: async (work, slot) => {
    const day = work.calendar.dateOf(slot.at);
    for (const rung of ladder) await climb(work, rung, day);
  },
};

interface Silent {
  id: Id;
  name: string;
  customerName: string | null;
  ownerId: Id;
  since: Date;
  amount: number;
}

const climb = async (work: Work, rung: Rung, day: string): Promise<void> => {
  const silent = await findSilent(work, rung, day);
  const owners = await personRefs(
    work,
    silent.map((one) => String(one.ownerId)),
  );
  const byRecipient = new Map<Id | null, Silent[]>();
  const recipients = await recipientsOf(work, rung, [...owners.keys()]);
  for (const one of silent) {
    const recipient = recipients.get(String(one.ownerId)) ?? null;
    const known = byRecipient.get(recipient);
    if (known) known.push(one);
    else byRecipient.set(recipient, [one]);
  }
  const told = [...byRecipient];
  for (let start = 0; start < told.length; start += recipientsPerTransaction) {
    const batch = told.slice(start, start + recipientsPerTransaction);
    await inTransaction(work, (inner) => tell(inner, rung, day, batch, (id) => owners.get(id)?.name ?? ''));
  }
};

/** Notices and events together: a run that dies goes on with those who were not told. Who has nobody above is noted too. */
const tell = async (
  work: Work,
  rung: Rung,
  day: string,
  batch: [Id | null, Silent[]][],
  nameOf: (id: Id) => string,
): Promise<void> => {
  const notices = batch.flatMap(([, rows]) =>
    rows.map((row) => ({ opportunityId: String(row.id), level: rung.level, since: row.since })),
  );
  await insertMany(work, silenceNotices, notices);
  const emissions = batch.flatMap(([personId, rows]) => {
    if (personId === null) return [];
    const items = rows.slice(0, named).map((row) => ({
      opportunityId: String(row.id),
      name: row.name,
      customerName: row.customerName,
      ownerName: nameOf(String(row.ownerId)),
      days: work.calendar.daysBetween(work.calendar.dateOf(row.since), day),
      amount: Number(row.amount),
    }));
    const payload = { personId, day, ...rung, total: rows.length, items };
    return [{ subject: { kind: 'person' as const, id: personId }, payload }];
  });
  await emitMany(work, silenceFound, emissions);
};

const recipientsOf = async (work: Work, rung: Rung, ownerIds: Id[]): Promise<Map<Id, Id | null>> => {
  if (rung.level === 1) return new Map(ownerIds.map((id) => [id, id]));
  const found = await Promise.all(ownerIds.map((id) => findSuperior(work, id, rung.level - 1)));
  return new Map(ownerIds.map((id, index) => [id, found[index] ?? null]));
};

const findSilent = async (work: Work, rung: Rung, day: string): Promise<Silent[]> => {
  const before = work.calendar.startOf(work.calendar.addDays(day, 1 - rung.days));
  return (await unscoped(work, opportunities, 'the ladder looks at every open opportunity')
    .leftJoin('customers', 'customers.id', 'opportunities.customer_id')
    .leftJoin('silence_notices', (notice) =>
      notice
        .on('silence_notices.opportunity_id', 'opportunities.id')
        .andOn('silence_notices.since', 'opportunities.silent_since')
        .andOnVal('silence_notices.level', rung.level),
    )
    .select({
      id: 'opportunities.id',
      name: 'opportunities.name',
      customerName: 'customers.name',
      ownerId: 'opportunities.owner_id',
      since: 'opportunities.silent_since',
      amount: 'opportunities.amount',
    })
    .where({ 'opportunities.alive': 1, 'opportunities.state': 'open' })
    .where('opportunities.silent_since', '<', before)
    .whereNull('silence_notices.opportunity_id')
    .orderBy('opportunities.silent_since')
    .limit(mostPerRung)) as Silent[];
};
