import { type CallInput, type Endpoint, type OutputOf } from '../../../server/contract/endpoint.ts';
import { markChanged } from '../../composables/freshness.ts';
import { useAction } from '../../composables/use-action.ts';

/** A change to an opportunity: whatever shows it reads again afterwards, also when somebody else was faster. */
export function useChange<E extends Endpoint>(endpoint: E) {
  const action = useAction(endpoint);

  async function run(input: CallInput<E>): Promise<OutputOf<E> | undefined> {
    const answer = await action.run(input);
    if (answer !== undefined || action.problem.value?.status === 409) markChanged('opportunity', 'customer');
    return answer;
  }
  return { run, pending: action.pending, problem: action.problem };
}
