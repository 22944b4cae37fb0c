import type { Id } from '../../contract/page.ts';
import { emitMany } from '../../kernel/event.ts';
import { dailyAt, type Job } from '../../kernel/schedule.ts';
import { unscoped } from '../../kernel/scope.ts';
import { inTransaction } from '../../kernel/transaction.ts';
import type { Work } from '../../kernel/work.ts';
import { customers } from '../customers/index.ts';
import { morningListDue } from './events.ts';

/** How many customers a card names; the rest are behind it. */
const named = 6;

/** On working days at nine, for everybody who has promised something until tonight. */
export const morningListJob: Job = {
  name: 'morning list',
  due: dailyAt('09:00', { workdays: true }),
  catchUpMinutes: 180,
  run: (work, slot) => inTransaction(work, (inner) => tellEverybody(inner, inner.calendar.dateOf(slot.at), slot.at)),
};

interface DueRow {
  ownerId: Id;
  customerId: Id;
  customerName: string;
  at: Date;
  total: number;
  overdue: number;
}

const tellEverybody = async (work: Work, day: string, now: Date): Promise<void> => {
  const byOwner = new Map<Id, DueRow[]>();
  for (const row of await dueUntilTonight(work, day)) {
    const ownerId = String(row.ownerId);
    byOwner.set(ownerId, [...(byOwner.get(ownerId) ?? []), row]);
  }
  await emitMany(
    work,
    morningListDue,
    [...byOwner].map(([personId, rows]) => ({
      subject: { kind: 'person' as const, id: personId },
      payload: {
        personId,
        day,
        total: Number(rows[0]?.total ?? 0),
        overdue: Number(rows[0]?.overdue ?? 0),
        items: rows.map(({ customerId, customerName, at }) => ({
          customerId: String(customerId),
          customerName,
          at: at.toISOString(),
          overdue: at < now,
        })),
      },
    })),
  );
};

/** The first few of every owner, with the owner's counts beside them, in one statement. */
const dueUntilTonight = async (work: Work, day: string): Promise<DueRow[]> => {
  const today = work.calendar.startOf(day);
  const tonight = work.calendar.startOf(work.calendar.addDays(day, 1));
  const ranked = unscoped(work, customers, 'every owner is told of their own customers')
    .select({ ownerId: 'owner_id', customerId: 'id', customerName: 'name', at: 'next_contact_at' })
    .select(work.db.raw('count(*) over (partition by owner_id) as total'))
    .select(work.db.raw('sum(next_contact_at < ?) over (partition by owner_id) as overdue', [today]))
    .select(work.db.raw('row_number() over (partition by owner_id order by next_contact_at desc, id) as place'))
    .where({ alive: 1 })
    .where('next_contact_sort', '<', tonight)
    .as('ranked');
  return work.db
    .from(ranked)
    .select<DueRow[]>('ownerId', 'customerId', 'customerName', 'at', 'total', 'overdue')
    .where('place', '<=', named)
    .orderBy('at');
};
