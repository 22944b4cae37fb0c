import { bundlePrograms } from '../scripts/lib/bundle.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { root } from '../scripts/lib/root.mjs';
import { openStage, type Role, type Stage } from '../test/support/processes-stage.ts';
import type { Measurement } from './lib/bench.ts';
import { median, type Figure } from './lib/figure.ts';
import { inspect } from './lib/heap.ts';
import { gatherCrew, workUntil } from './lib/mixed-load.ts';
import { residentMegabytes, slopeOf, watchMemory, type Sample } from './lib/resident.ts';

/**
 * Memory: one server and one bot, a process each, while the demo company works: lists and records read, customers and contacts written, deals
 * decided on cards, people changed in the directory, messages and digests sent, four business hours every three minutes. `BENCH_MINUTES`
 * says for how long, an hour by default; the first sixth lets caches fill. The floor is what each held then: in pages of the machine, which
 * is what an operator sees, and on the heap after a full collection, which is what a leak would be in.
 */
export const stayFlat: Measurement = {
  id: 'memory',
  measure: async ({ quick, database }) => {
    const minutes = Number(process.env['BENCH_MINUTES'] ?? (quick ? 0.05 : 60));
    await bundlePrograms(root);
    const databaseUrl = await database.empty('bench_memory');
    const stage = await openStage({ label: 'memory', databaseUrl, history: true, roles: [] });
    try {
      const [server, bot] = [await startInspected(stage, 'server'), await startInspected(stage, 'bot')];
      const crew = await gatherCrew(stage);
      const durationMs = minutes * 60_000;
      const everyMs = Math.min(10_000, durationMs / 20);
      const resident = watchMemory({ server: server.resident, bot: bot.resident }, everyMs);
      const held = watchMemory({ server: server.held, bot: bot.held }, durationMs / 6);
      const { acts, failures } = await workUntil(crew, {
        endsAt: Date.now() + durationMs,
        paceMs: quick ? 20 : 150,
        dayStepMs: Math.min(180_000, durationMs / 6),
      });
      await Promise.all([resident.stop(), held.stop()]);
      server.close();
      bot.close();
      if (failures.length > acts / 100)
        throw new Error(`${failures.length} of ${acts} acts failed, the last: ${failures.at(-1)}`);
      const note = `${minutes} minutes, ${acts} acts, ${failures.length} failed`;
      const target = quick ? null : { atMost: 1.1 };
      return [
        { ...figure('memory.server', resident.seen.server, note), target },
        { ...figure('memory.server.heap', held.seen.server, note), target },
        { ...figure('memory.bot', resident.seen.bot, note), target },
        { ...figure('memory.bot.heap', held.seen.bot, note), target },
      ];
    } finally {
      await stage.close();
    }
  },
};

/** One process of the product with its inspector open on loopback. */
const startInspected = async (stage: Stage, role: Role) => {
  const port = await freePort();
  const { pid } = await stage.start(role, { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` });
  const { heldMegabytes, close } = await inspect(port);
  return { resident: () => residentMegabytes(pid), held: heldMegabytes, close };
};

const figure = (id: string, samples: readonly Sample[], note: string): Omit<Figure, 'target'> => {
  const warm = samples.slice(Math.floor(samples.length / 6));
  const part = Math.max(1, Math.floor(warm.length / 10));
  const [floor, product] = [warm.slice(0, part), warm.slice(-part)].map((some) =>
    median(some.map(({ megabytes }) => megabytes)),
  ) as [number, number];
  const most = Math.max(...samples.map(({ megabytes }) => megabytes));
  return {
    id,
    ratio: product / floor,
    floor,
    product,
    unit: 'MB',
    n: warm.length,
    note: `${note}; most ${most.toFixed(0)} MB, ${slopeOf(warm).toFixed(1)} MB an hour after the first sixth`,
  };
};
