import { computed, type ComputedRef, reactive, type Ref, watch } from 'vue';
import { type Workbench } from '../../../server/contract/insight.ts';
import { call } from '../../api.ts';

/** The name of the colleague one has stepped down to: known from the team one came from, asked for after a deep link. */
export function usePersonName(id: () => string | undefined, workbench: Ref<Workbench | null>): ComputedRef<string> {
  const names = reactive(new Map<string, string>());
  watch(workbench, (next) => next?.team.forEach(({ person }) => names.set(person.id, person.name)), {
    immediate: true,
  });
  watch(
    id,
    async (wanted) => {
      if (!wanted || names.has(wanted)) return;
      const { getPerson } = await import('../../../server/contract/org.ts');
      const person = await call(getPerson, { params: { id: wanted } }).catch(() => null);
      if (person) names.set(person.id, person.name);
    },
    { immediate: true },
  );
  return computed(() => names.get(id() ?? '') ?? '同事');
}
