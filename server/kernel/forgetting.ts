import { dailyAt, type Job } from './schedule.ts';
import type { Work } from './work.ts';

const batch = 5000;
const dayMs = 86_400_000;

/** Deletes the rows whose instant lies more than so many days back, in batches nobody waits for. Rows without the instant stay. */
export const forgetOlder = async (work: Work, table: string, instant: string, days: number): Promise<void> => {
  const before = new Date(work.clock.now().getTime() - days * dayMs);
  const old = work.db(table).where(instant, '<', before).limit(batch);
  while ((await old.clone().delete()) === batch);
};

/** What the kernel keeps only to recognise a repeat, with the days after which none can come any more. */
const traces = [
  /** Longer than any client, and any platform that repeats its callbacks, tries again. */
  { table: 'idempotency_keys', instant: 'created_at', days: 3 },
  /** A callback this old is refused by its time stamp; those still waiting have no such instant. */
  { table: 'inbox', instant: 'handled_at', days: 7 },
  /** No job catches up with a slot missed by more than a day. */
  { table: 'schedule_slots', instant: 'slot_at', days: 7 },
] as const;

export const forgetTracesJob: Job = {
  name: 'kernel.forget-traces',
  due: dailyAt('03:40', { workdays: false }),
  catchUpMinutes: 23 * 60,
  run: async (work) => {
    for (const { table, instant, days } of traces) await forgetOlder(work, table, instant, days);
  },
};
