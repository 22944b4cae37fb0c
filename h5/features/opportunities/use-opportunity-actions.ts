import { showConfirmDialog } from 'vant';
import { computed, ref, type Ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import {
  deleteOpportunity,
  type OpportunityDetail,
  restoreOpportunity,
  stageOrder,
} from '../../../server/contract/opportunities.ts';
import { tellDone } from '../../composables/tell-problem.ts';
import { type Action } from '../../ui/BottomActions.vue';
import { openFollowUp } from '../follow-ups/open-follow-up.ts';
import { useChange } from './use-change.ts';

export type OpportunitySheet = 'move' | 'win' | 'lose' | 'reopen';
const sheets: readonly string[] = ['move', 'win', 'lose', 'reopen'] satisfies OpportunitySheet[];
const isSheet = (key: unknown): key is OpportunitySheet => typeof key === 'string' && sheets.includes(key);

/** The bottom bar of an opportunity: exactly what its abilities allow, and the sheet an action opens. */
export function useOpportunityActions(opportunity: Ref<OpportunityDetail | null>, id: string) {
  const route = useRoute();
  const router = useRouter();
  const sheet = ref<OpportunitySheet | null>(null);
  const removal = useChange(deleteOpportunity);
  const restoring = useChange(restoreOpportunity);

  const actions = computed(() => (opportunity.value ? actionsOf(opportunity.value, restoring.pending.value) : []));
  const isAllowed = (key: string) => actions.value.some((action) => action.key === key);

  async function remove({ name }: OpportunityDetail) {
    const message = `「${name}」会移到回收站,30 天内可以恢复。`;
    const sure = await showConfirmDialog({ title: '移到回收站', message, confirmButtonText: '移到回收站' }).catch(
      () => null,
    );
    if (!sure || !(await removal.run({ params: { id } }))) return;
    tellDone('已移到回收站');
    void router.replace('/opportunities');
  }
  async function restore() {
    if (await restoring.run({ params: { id } })) tellDone('已恢复');
  }
  function log({ customer, name }: OpportunityDetail) {
    if (customer) void openFollowUp({ customer, opportunity: { id, name } });
  }

  function act(key: string) {
    const record = opportunity.value;
    if (!record) return;
    if (isSheet(key)) sheet.value = key;
    else if (key === 'log') log(record);
    else if (key === 'edit') void router.push(`/opportunities/${id}/edit`);
    else if (key === 'delete') void remove(record);
    else if (key === 'restore') void restore();
  }

  /** A row or a card may lead straight to an action: `?do=move`. */
  watch(
    [() => (route.path === `/opportunities/${id}` ? route.query.do : null), opportunity],
    ([wanted, record]) => {
      if (!wanted || !record) return;
      if (isSheet(wanted) && isAllowed(wanted)) sheet.value = wanted;
      void router.replace({ path: route.path });
    },
    { immediate: true },
  );

  return { actions, act, sheet };
}

function actionsOf({ abilities, stage, customer }: OpportunityDetail, restoring: boolean): Action[] {
  const isLast = stage === stageOrder[stageOrder.length - 1];
  const all: (Action & { allowed: boolean })[] = [
    { key: 'log', label: '记跟进', icon: 'note', allowed: abilities.logFollowUp && customer !== null },
    { key: 'win', label: '赢单', icon: 'star', allowed: abilities.win },
    { key: 'lose', label: '输单', icon: 'cross', allowed: abilities.lose },
    { key: 'edit', label: '编辑', icon: 'edit', allowed: abilities.update },
    { key: 'delete', label: '移到回收站', tone: 'danger', allowed: abilities.delete },
    { key: 'move', label: isLast ? '调整阶段' : '推进', icon: 'right', allowed: abilities.move },
    { key: 'reopen', label: '重新打开', allowed: abilities.reopen },
    { key: 'restore', label: '恢复', loading: restoring, allowed: abilities.restore },
  ];
  const allowed = all.filter((action) => action.allowed);
  const main = ['restore', 'reopen', isLast ? 'win' : 'move', 'log'].find((key) =>
    allowed.some((one) => one.key === key),
  );
  return allowed.map((action) => (action.key === main ? { ...action, tone: 'primary' } : action));
}
