import { median, type Figure } from './figure.ts';
import { openBenchServer, type BenchDatabase } from './database.ts';

/** What every measurement is given. */
export interface Bench {
  /** Small data and one short round, for CI: it shows that the measurement works, its figures mean little. */
  quick: boolean;
  rounds: number;
  /** Of one round of load. */
  seconds: number;
  database: BenchDatabase;
}

export interface Measurement {
  /** Of the target in the design: P1, P2 … */
  id: string;
  measure: (bench: Bench) => Promise<Figure[]>;
}

export const openBench = async (quick: boolean): Promise<Bench> => ({
  quick,
  rounds: Number(process.env['BENCH_ROUNDS'] ?? (quick ? 1 : 3)),
  seconds: Number(process.env['BENCH_SECONDS'] ?? (quick ? 1 : 6)),
  database: await openBenchServer(),
});

/** Runs every contender once a round, one after the other, so that whatever else the machine does hits them alike; medians. */
export const interleave = async <K extends string>(
  rounds: number,
  contenders: Record<K, () => Promise<number>>,
): Promise<Record<K, number>> => {
  const names = Object.keys(contenders) as K[];
  const seen = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) seen.get(name)?.push(await contenders[name]());
  return Object.fromEntries(names.map((name) => [name, median(seen.get(name) ?? [])])) as Record<K, number>;
};
