import { type DiffKind, diffKinds, type OrgSync, type SyncState } from '../../../../server/contract/org.ts';
import { type Tone } from '../../../ui/tones.ts';

export const triggers: Record<OrgSync['trigger'], string> = { manual: '手动', nightly: '每夜', start: '首次启动' };
export const syncTones: Record<SyncState, Tone> = {
  running: 'accent',
  ready: 'warn',
  waiting: 'warn',
  applying: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
};
export const isBusy = ({ state }: Pick<OrgSync, 'state'>): boolean => state === 'running' || state === 'applying';

/** The kinds that occur, in the order of the contract. */
export const foundKinds = (counts: OrgSync['counts']): { kind: DiffKind; label: string; count: number }[] =>
  (Object.entries(diffKinds) as [DiffKind, string][])
    .map(([kind, label]) => ({ kind, label, count: counts[kind] ?? 0 }))
    .filter(({ count }) => count > 0);

/** `新增人员 3 · 离职 1`; says so when nothing differs. */
export const sayCounts = (counts: OrgSync['counts']): string =>
  foundKinds(counts)
    .map(({ label, count }) => `${label} ${count}`)
    .join(' · ') || '没有变化';
