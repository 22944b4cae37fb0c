import type { Bench, Measurement } from './lib/bench.ts';
import { runChild } from './lib/child.ts';
import { digestDay, fillDigests, type DigestData } from './lib/digests.ts';
import type { Figure } from './lib/figure.ts';

export interface DigestTask {
  databaseUrl: string;
  day: string;
  rounds: number;
  pictures: number;
}
export interface DigestRun {
  readMs: number;
  writeMs: number;
  floorMs: number;
  pictureMs: number;
  digests: number;
  /** Megabytes after each round of digests, and while pictures are drawn. */
  making: number[];
  drawing: number[];
}

const pictureLimitMs = 100;
const full: DigestData = {
  customers: 1_000_000,
  people: 10_000,
  team: 10,
  followUps: 10_000_000,
  opportunities: 200_000,
};
const small: DigestData = { customers: 10_000, people: 500, team: 10, followUps: 100_000, opportunities: 5_000 };

/**
 * P5: the daily digests of a thousand departments, made by the product's own job on a month's last day. The floor scans, department by
 * department, what a daily rollup of the contacts would hold of the month. The product reads no rollup, but also customers and opportunities.
 */
export const makeDigestsOfAll: Measurement = {
  id: 'P5',
  measure: async ({ quick, rounds, database }: Bench): Promise<Figure[]> => {
    const size = quick ? small : full;
    const databaseUrl = await database.dataset(`digests_${size.followUps}`, 'v1', (db) => fillDigests(db, size));
    const pictures = quick ? 5 : 201;
    const run = await runChild<DigestRun>('digests', {
      databaseUrl,
      day: digestDay,
      rounds,
      pictures,
    } satisfies DigestTask);
    const rss = [...run.making, ...run.drawing].map((value) => value.toFixed(0));
    console.error(
      `  writing ${run.writeMs.toFixed(0)} ms; MB after each round and every 20 pictures: ${rss.join(' ')}`,
    );
    const settled = run.drawing[1] ?? run.drawing[0] ?? 0;
    const last = run.drawing.at(-1) ?? 0;
    return [
      {
        id: 'P5',
        ratio: run.readMs / run.floorMs,
        floor: run.floorMs,
        product: run.readMs,
        unit: 'ms',
        n: rounds,
        note: `database time of all figures of ${run.digests} digests over ${size.followUps} activities; the floor is one rollup scan each`,
        target: { atMost: 2 },
      },
      {
        id: 'P5.picture',
        ratio: run.pictureMs / pictureLimitMs,
        floor: pictureLimitMs,
        product: run.pictureMs,
        unit: 'ms',
        n: pictures - 1,
        note: 'one picture; the floor is the limit',
        target: { atMost: 1 },
      },
      {
        id: 'P5.memory',
        ratio: last / settled,
        floor: settled,
        product: last,
        unit: 'MB',
        n: run.drawing.length,
        note: `resident after ${pictures} pictures against after 21`,
        target: { atMost: 1.1 },
      },
    ];
  },
};
