import { ref, shallowRef, watch } from 'vue';
import { type CallInput, type Endpoint, type OutputOf } from '../../server/contract/endpoint.ts';
import { type SubjectKind } from '../../server/contract/subject.ts';
import { type ApiProblem, asProblem } from '../api-problem.ts';
import { arrived, call } from '../api.ts';
import { onChanged } from './freshness.ts';

export interface RecordOptions {
  /** Reads again when records of these kinds changed. */
  follows?: readonly SubjectKind[];
}

/** One record for a detail page. What was read stays on screen while it is read again, and when that fails. */
export function useRecord<E extends Endpoint>(endpoint: E, input: () => CallInput<E>, options: RecordOptions = {}) {
  const data = shallowRef<OutputOf<E> | null>(arrived(endpoint, input()));
  const state = ref<'loading' | 'ready' | 'refreshing' | 'error'>(data.value ? 'ready' : 'loading');
  const problem = shallowRef<ApiProblem | null>(null);
  let turn = 0;

  async function reload(): Promise<void> {
    const mine = ++turn;
    state.value = data.value ? 'refreshing' : 'loading';
    try {
      const answer = await call(endpoint, input());
      if (mine !== turn) return;
      data.value = answer;
      problem.value = null;
      state.value = 'ready';
    } catch (error) {
      if (mine !== turn) return;
      problem.value = asProblem(error);
      state.value = 'error';
    }
  }

  watch(
    () => JSON.stringify(input()),
    () => {
      data.value = null;
      void reload();
    },
  );
  if (options.follows) onChanged(options.follows, () => void reload());
  if (!data.value) void reload();

  return { data, state, problem, reload };
}
