import cron from 'node-cron';
import { runDueJobs, type Job } from '../server/kernel/schedule.ts';
import type { Kernel } from '../server/kernel/work.ts';

/** How often the clock is looked at; what is due is decided by each job's own slots. */
const tick = '*/2 * * * * *';

/** Looks every two seconds which jobs are due. A long job holds up no other; one that still runs is not asked again. */
export const startSchedule = (kernel: Kernel, jobs: readonly Job[]): { stop(): Promise<void> } => {
  const running = new Map<string, Promise<void>>();
  const runOne = (job: Job): Promise<void> =>
    runDueJobs(kernel, [job])
      .catch((error: unknown) => kernel.log.debug({ job: job.name, error: String(error) }, 'schedule not readable'))
      .finally(() => running.delete(job.name));
  const task = cron.schedule(tick, () => {
    for (const job of jobs) if (!running.has(job.name)) running.set(job.name, runOne(job));
  });
  return {
    stop: async () => {
      await task.stop();
      await Promise.all(running.values());
    },
  };
};
