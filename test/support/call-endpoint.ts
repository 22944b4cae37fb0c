import type { CallInput, Endpoint, OutputOf } from '../../server/contract/endpoint.ts';
import type { ProblemResponse } from '../../server/contract/problem.ts';

export type Answer<E extends Endpoint> =
  | { ok: true; status: number; data: OutputOf<E>; problem: null }
  | { ok: false; status: number; data: null; problem: ProblemResponse & { current?: unknown } };

/** Calls an endpoint of the server at `base` as a page of `origin` would. */
export const callEndpoint = async <E extends Endpoint>(
  { base, origin }: { base: string; origin: string },
  endpoint: E,
  input: CallInput<E>,
  headers: Record<string, string>,
): Promise<Answer<E>> => {
  const params = (input.params ?? {}) as Record<string, string>;
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const query = new URLSearchParams(
    Object.entries((input.query ?? {}) as Record<string, unknown>).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
  );
  const writes = endpoint.method !== 'GET';
  const response = await fetch(`${base}${path}${query.size ? `?${query}` : ''}`, {
    method: endpoint.method,
    headers: { ...(writes ? { 'content-type': 'application/json', origin } : {}), ...headers },
    ...(writes ? { body: JSON.stringify(input.body ?? {}) } : {}),
  });
  const body: unknown = await response.json().catch(() => null);
  return (
    response.ok
      ? { ok: true, status: response.status, data: body, problem: null }
      : { ok: false, status: response.status, data: null, problem: body }
  ) as Answer<E>;
};
