import type { Id } from '../../../contract/page.ts';
import { moveAll } from '../../../kernel/lifecycle.ts';
import { insert } from '../../../kernel/rows.ts';
import type { Work } from '../../../kernel/work.ts';
import { runLifecycle } from '../run.ts';
import { importRuns } from '../store.ts';

/** Begins a run of a source. Runs that died are ended; the answer tells whether there was one. The caller holds the source's lease. */
export const beginRun = async (
  work: Work,
  run: { source: string; files: string[] },
): Promise<{ id: Id; continues: boolean }> => {
  const dead = await moveAll(
    work,
    importRuns,
    runLifecycle,
    { from: 'running', to: 'interrupted' },
    (query) => query.where({ source: run.source }),
    { finishedAt: work.clock.now() },
  );
  const startedAt = work.clock.now();
  const id = await insert(work, importRuns, { ...run, state: 'running', counts: {}, startedAt, finishedAt: null });
  return { id, continues: dead > 0 };
};
