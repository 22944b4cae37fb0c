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

/** Looks again and again, once at the beginning and once more at `stop`. @param looks MB by name @returns what was seen so far */
export const watchMemory = <K extends string>(
  looks: Record<K, () => number | Promise<number>>,
  everyMs: number,
): { seen: Record<K, Sample[]>; stop(): Promise<void> } => {
  const begun = performance.now();
  const names = Object.keys(looks) as K[];
  const seen = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<K, Sample[]>;
  const look = async (): Promise<void> => {
    const hours = (performance.now() - begun) / 3_600_000;
    for (const name of names) seen[name].push({ hours, megabytes: await looks[name]() });
  };
  let looking = look();
  const timer = setInterval(() => void (looking = looking.then(look)), everyMs);
  return {
    seen,
    stop: () => {
      clearInterval(timer);
      return (looking = looking.then(look));
    },
  };
};

/** MB an hour, by least squares. */
export const slopeOf = (samples: readonly Sample[]): number => {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [hours, megabytes] = [mean((one) => one.hours), mean((one) => one.megabytes)];
  const together = mean((one) => (one.hours - hours) * (one.megabytes - megabytes));
  return together / mean((one) => (one.hours - hours) ** 2);
};
