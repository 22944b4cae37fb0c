import type { Lifecycle } from '../../kernel/lifecycle.ts';

export type RunState = 'running' | 'done' | 'interrupted';

/** A run that died is found `running` by the next one of the same source. */
export const runLifecycle: Lifecycle<RunState> = { running: ['done', 'interrupted'], done: [], interrupted: [] };

/** What became of the rows of a file; together they are all its rows. */
export interface Counts {
  created: number;
  /** In the CRM already, from an earlier run or by other means. */
  unchanged: number;
  /** Imported earlier, but different in the file now: the record is left alone and the row is reported. */
  changed: number;
  failed: number;
}
export const noCounts = (): Counts => ({ created: 0, unchanged: 0, changed: 0, failed: 0 });
export const sumOf = ({ created, unchanged, changed, failed }: Counts): number =>
  created + unchanged + changed + failed;
