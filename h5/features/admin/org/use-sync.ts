import { showConfirmDialog } from 'vant';
import { computed, ref } from 'vue';
import { cancelSync, confirmSync, type DiffKind, getSync, type OrgSync } from '../../../../server/contract/org.ts';
import { markChanged } from '../../../composables/freshness.ts';
import { tellDone } from '../../../composables/tell-problem.ts';
import { useAction } from '../../../composables/use-action.ts';
import { usePolling } from '../../../composables/use-polling.ts';
import { useRecord } from '../../../composables/use-record.ts';
import { isBusy, sayCounts } from './sync-words.ts';

/** One sync: followed while it runs, applied or thrown away when it waits. */
export function useSync(id: string) {
  const { data, state, problem, reload } = useRecord(getSync, () => ({ params: { id }, query: { limit: 1 } }), {
    follows: ['org_sync'],
  });
  const sync = computed(() => data.value?.sync ?? null);
  const busy = computed(() => sync.value !== null && isBusy(sync.value));
  const waits = computed(() => sync.value?.state === 'waiting' || sync.value?.state === 'ready');
  usePolling(
    () => busy.value,
    async () => {
      await reload();
      if (!busy.value) markChanged('org_sync', 'person', 'department');
    },
  );

  const confirmation = useAction(confirmSync);
  const cancellation = useAction(cancelSync);
  async function confirm({ counts }: OrgSync) {
    const sure = await showConfirmDialog({
      title: '应用这些变化',
      message: `${sayCounts(counts)}。离职的同事会立即退出登录,名下客户进入交接。`,
      confirmButtonText: '确认应用',
    }).catch(() => null);
    if (!sure) return;
    if (await confirmation.run({ params: { id } })) tellDone('正在应用');
    markChanged('org_sync');
  }
  async function cancel() {
    if (await cancellation.run({ params: { id } })) tellDone('已取消');
    markChanged('org_sync');
  }
  const kind = ref<DiffKind | null>(null);

  return {
    ...{ sync, state, problem, reload, busy, waits, kind, confirm, cancel },
    confirming: confirmation.pending,
    cancelling: cancellation.pending,
  };
}
