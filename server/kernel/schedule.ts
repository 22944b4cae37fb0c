import { randomUUID } from 'node:crypto';
import { isDuplicateKey } from './database.ts';
import type { Calendar } from './calendar.ts';
import { systemWork, type Kernel, type Work } from './work.ts';

/** The business moment a run stands for; `key` is equal in every process. */
export interface Slot {
  key: string;
  at: Date;
}

/** The latest slot at or before now, or null when there is none to catch up with. */
export type SlotRule = (now: Date, calendar: Calendar) => Slot | null;

/** A recurring job. Its body must be idempotent: a run that dies half way is run again for the same slot. */
export interface Job {
  readonly name: string;
  readonly due: SlotRule;
  /** A slot missed by more than this is skipped. */
  readonly catchUpMinutes: number;
  run(work: Work, slot: Slot): Promise<void>;
}

/** Every day at `HH:mm` business time; with `workdays` only on working days. */
export const dailyAt =
  (time: string, options: { workdays: boolean }): SlotRule =>
  (now, calendar) => {
    let day = calendar.dateOf(now);
    if (calendar.at(day, time) > now) day = calendar.addDays(day, -1);
    if (options.workdays && !calendar.isWorkday(day)) day = calendar.previousWorkday(day);
    return { key: `${day} ${time}`, at: calendar.at(day, time) };
  };

/** Every n minutes of UTC. */
export const everyMinutes =
  (minutes: number): SlotRule =>
  (now) => {
    const at = new Date(Math.floor(now.getTime() / (minutes * 60_000)) * minutes * 60_000);
    return { key: at.toISOString(), at };
  };

/** Kept alive while the job runs; whoever finds it over runs the slot again. */
const leaseMs = 60_000;

/** Runs every job whose slot is due and not taken. Safe to call from any number of processes at any time. */
export const runDueJobs = async (kernel: Kernel, jobs: readonly Job[]): Promise<void> => {
  for (const job of jobs) {
    const now = kernel.clock.now();
    const slot = job.due(now, kernel.calendar);
    if (!slot || now.getTime() - slot.at.getTime() > job.catchUpMinutes * 60_000) continue;
    const holder = await claimSlot(kernel, job, slot);
    if (holder) await runSlot(kernel, job, slot, holder);
  }
};

const claimSlot = async ({ db }: Kernel, job: Job, slot: Slot): Promise<string | null> => {
  const holder = randomUUID();
  const key = { job: job.name, slot_key: slot.key };
  const existing = await db('schedule_slots').where(key).first<{ finished_at: Date | null } | undefined>();
  if (existing?.finished_at) return null;
  const lease = { holder, lease_until_ms: Date.now() + leaseMs };
  if (existing) {
    const taken = await db('schedule_slots')
      .where(key)
      .whereNull('finished_at')
      .where((over) => {
        void over.where('lease_until_ms', '<', Date.now()).orWhere('lease_until_ms', '>', Date.now() + 2 * leaseMs);
      })
      .update({ ...lease, attempts: db.raw('attempts + 1') });
    return taken === 1 ? holder : null;
  }
  try {
    await db('schedule_slots').insert({ ...key, ...lease, attempts: 1, slot_at: slot.at });
    return holder;
  } catch (error) {
    if (isDuplicateKey(error)) return null;
    throw error;
  }
};

const runSlot = async (kernel: Kernel, job: Job, slot: Slot, holder: string): Promise<void> => {
  const key = { job: job.name, slot_key: slot.key, holder };
  const keepAlive = setInterval(
    () =>
      void kernel
        .db('schedule_slots')
        .where(key)
        .update({ lease_until_ms: Date.now() + leaseMs })
        .catch(() => undefined),
    leaseMs / 3,
  );
  try {
    await job.run(systemWork(kernel), slot);
    await kernel.db('schedule_slots').where(key).update({ finished_at: kernel.clock.now() });
  } catch (error) {
    kernel.log.error({ job: job.name, slot: slot.key, error: String(error) }, 'scheduled job failed');
    await kernel
      .db('schedule_slots')
      .where(key)
      .update({ lease_until_ms: Date.now() + 30_000, error: String(error).slice(0, 500) })
      .catch(() => undefined);
  } finally {
    clearInterval(keepAlive);
  }
};
