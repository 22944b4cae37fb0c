import { readFileSync } from 'node:fs';
import { setInterval } from 'node:timers';

/** What a process holds in memory now, in MB. */
export const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

/** One look at a process. */
export interface Sample {
  hours: number;
  megabytes: number;
}

/** Looks at processes again and again. @returns what was seen so far, by name; `stop` ends it */
export const watchMemory = <K extends string>(
  pids: Record<K, number>,
  everyMs: number,
): { seen: Record<K, Sample[]>; stop(): void } => {
  const begun = performance.now();
  const names = Object.keys(pids) as K[];
  const seen = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<K, Sample[]>;
  const look = (): void => {
    const hours = (performance.now() - begun) / 3_600_000;
    for (const name of names) seen[name].push({ hours, megabytes: residentMegabytes(pids[name]) });
  };
  look();
  const timer = setInterval(look, everyMs);
  return { seen, stop: () => clearInterval(timer) };
};

/** MB an hour, by least squares. */
export const slopeOf = (samples: readonly Sample[]): number => {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [hours, megabytes] = [mean((one) => one.hours), mean((one) => one.megabytes)];
  const together = mean((one) => (one.hours - hours) * (one.megabytes - megabytes));
  return together / mean((one) => (one.hours - hours) ** 2);
};
