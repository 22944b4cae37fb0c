import { reactive, ref, shallowRef } from 'vue';
import { type OutputOf } from '../../../server/contract/endpoint.ts';
import { type OpportunityDetail, winOpportunity } from '../../../server/contract/opportunities.ts';
import { type LineInput, linesOf } from './lines.ts';
import { useChange } from './use-change.ts';

export type WinOutcome = OutputOf<typeof winOpportunity>;

/** Closing as won: the lines are sent only when they were changed here; the answer says whether an approval stands between. */
export function useWin(opportunity: () => OpportunityDetail) {
  const { run, pending } = useChange(winOpportunity);
  const before = linesOf(opportunity());
  const lines = ref<LineInput[]>(before);
  const reasonId = ref<string | null>(null);
  const note = ref('');
  const errors = reactive<Record<string, string>>({});
  const result = shallowRef<WinOutcome | null>(null);

  async function submit(): Promise<void> {
    delete errors.lines;
    if (!lines.value.length) {
      errors.lines = '请添加成交的产品';
      return;
    }
    const { id, version } = opportunity();
    const changed = JSON.stringify(lines.value) !== JSON.stringify(before);
    const body = {
      ...(changed && { lines: lines.value }),
      ...(reasonId.value && { reasonId: reasonId.value }),
      note: note.value,
      version,
    };
    result.value = (await run({ params: { id }, body })) ?? null;
  }

  return { lines, reasonId, note, errors, pending, result, submit };
}
