import type { Id } from '../../../contract/page.ts';
import { emit } from '../../../kernel/event.ts';
import { move } from '../../../kernel/lifecycle.ts';
import type { Work } from '../../../kernel/work.ts';
import { importFinished } from '../events.ts';
import { runLifecycle, type Counts } from '../run.ts';
import { importRuns } from '../store.ts';

/** Ends a run that came to its end, with what became of the rows of each file. */
export const finishRun = async (
  work: Work,
  run: { id: Id; source: string; counts: Record<string, Counts> },
): Promise<void> => {
  const { id, source, counts } = run;
  const at = { id, from: 'running' as const, to: 'done' as const };
  await move(work, importRuns, runLifecycle, at, { counts, finishedAt: work.clock.now() });
  const all = Object.values(counts);
  const total = (of: 'created' | 'failed' | 'changed'): number => all.reduce((sum, one) => sum + one[of], 0);
  await emit(work, importFinished, {
    subject: { kind: 'import', id },
    payload: { runId: id, source, created: total('created'), failed: total('failed') + total('changed') },
  });
};
