import type { CallInput, Endpoint, OutputOf } from '../../server/contract/endpoint.ts';
import type { Id } from '../../server/contract/page.ts';
import type { Product } from '../../server/compose.ts';
import { inTransaction } from '../../server/kernel/transaction.ts';
import { actorOf } from '../../server/modules/org/index.ts';

/** Calls the product's endpoints inside this process as a person, with everything but HTTP in between. */
export type Call = <E extends Endpoint>(as: Id, endpoint: E, input: CallInput<E>) => Promise<OutputOf<E>>;

export const createCaller =
  ({ kernel, http }: Product): Call =>
  async <E extends Endpoint>(as: Id, endpoint: E, input: CallInput<E>) => {
    const route = http.routes.find((one) => one.endpoint === (endpoint as Endpoint));
    const actor = await actorOf(kernel, as, 'h5');
    if (!route || !actor) throw new Error(`Cannot call ${endpoint.method} ${endpoint.path} as ${as}.`);
    const parsed = {
      params: endpoint.params.parse(input.params ?? {}),
      query: endpoint.query.parse(input.query ?? {}),
      body: endpoint.body.parse(input.body ?? {}),
      upload: null,
    };
    return inTransaction(
      { ...kernel, actor },
      async (work) => endpoint.response.parse(await route.handle(work, parsed)) as OutputOf<E>,
    );
  };
