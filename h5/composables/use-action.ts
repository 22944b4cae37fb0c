import { ref, shallowRef } from 'vue';
import { type CallInput, type Endpoint, type OutputOf } from '../../server/contract/endpoint.ts';
import { type ApiProblem, asProblem } from '../api-problem.ts';
import { call, newKey } from '../api.ts';
import { tellProblem } from './tell-problem.ts';

export interface ActionOptions {
  /** Return true for a problem the caller shows itself; others are told in a toast. */
  handles?: (problem: ApiProblem) => boolean;
}

/** A change somebody asks for with a button: one at a time, its refusal told, its key kept while the outcome is unknown. */
export function useAction<E extends Endpoint>(endpoint: E, options: ActionOptions = {}) {
  const pending = ref(false);
  const problem = shallowRef<ApiProblem | null>(null);
  let open: { key: string; sent: string } | null = null;

  /** Runs the action; undefined when it was refused or is already running. */
  async function run(input: CallInput<E> = {}): Promise<OutputOf<E> | undefined> {
    if (pending.value) return undefined;
    const sent = JSON.stringify(input);
    const key = open?.sent === sent ? open.key : newKey();
    pending.value = true;
    problem.value = null;
    try {
      const answer = await call(endpoint, input, { key });
      open = null;
      return answer;
    } catch (error) {
      const found = (problem.value = asProblem(error));
      open = found.isUncertain ? { key, sent } : null;
      if (!options.handles?.(found)) tellProblem(found);
      return undefined;
    } finally {
      pending.value = false;
    }
  }

  return { run, pending, problem };
}
