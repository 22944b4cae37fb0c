import { computed, reactive, ref } from 'vue';
import {
  moveStage,
  type OpportunityDetail,
  type Stage,
  stageFacts,
  stageOrder,
} from '../../../server/contract/opportunities.ts';
import { useChange } from './use-change.ts';

/** Moving to another stage: forward asks for the facts of every stage that is left behind, known ones filled in. */
export function useStageMove(opportunity: () => OpportunityDetail) {
  const { run, pending, problem } = useChange(moveStage);
  const from = stageOrder.indexOf(opportunity().stage);
  const target = ref<Stage>(stageOrder[Math.min(from + 1, stageOrder.length - 1)] ?? 'negotiation');
  const facts = reactive<Record<string, string>>({ ...(opportunity().facts as Record<string, string>) });
  const errors = reactive<Record<string, string>>({});
  const note = ref('');

  const options = computed(() => stageOrder.filter((stage) => stage !== opportunity().stage));
  const isForward = computed(() => stageOrder.indexOf(target.value) > from);
  const asked = computed(() =>
    isForward.value
      ? stageOrder.slice(from, stageOrder.indexOf(target.value)).flatMap((stage) => stageFacts[stage])
      : [],
  );

  function check(): boolean {
    for (const key of Object.keys(errors)) delete errors[key];
    for (const { key, label } of asked.value) if (!facts[key]?.trim()) errors[key] = `请填写${label}`;
    return Object.keys(errors).length === 0;
  }

  /** True when the opportunity has moved. */
  async function submit(): Promise<boolean> {
    if (!check()) return false;
    const { id, version } = opportunity();
    const given = Object.fromEntries(asked.value.map(({ key }) => [key, facts[key] ?? '']));
    const body = { stage: target.value, facts: given, note: note.value, version };
    if (await run({ params: { id }, body })) return true;
    for (const { path, message } of problem.value?.errors ?? []) errors[path.replace('facts.', '')] = message;
    return false;
  }

  return { target, options, isForward, asked, facts, errors, note, pending, submit };
}
