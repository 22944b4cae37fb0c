import { type CallInput, type Endpoint, type OutputOf } from '../server/contract/endpoint.ts';
import { asProblem, localProblem } from './api-problem.ts';
import { request } from './http.ts';

export interface CallOptions {
  signal?: AbortSignal;
  /** The same key for every attempt at the same submission: the server does the work once and repeats its answer. Made here when absent. */
  key?: string;
  timeout?: number;
}

/** Calls an endpoint of the contract and returns its parsed answer. Throws ApiProblem. */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E> = {},
  options: CallOptions = {},
): Promise<OutputOf<E>> {
  const url = urlOf(endpoint, input as LooseInput);
  const init = initOf(endpoint, input as LooseInput, options);
  const response = await withOneRetry(() => request(url, init, options.timeout));
  const parsed = endpoint.response.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw localProblem('client.unreadable', response.headers.get('x-request-id'));
  return parsed.data as OutputOf<E>;
}

/** A key nobody else makes; `randomUUID` is missing in older webviews and on plain http. */
export const newKey = (): string => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

function urlOf(endpoint: Endpoint, { params = {}, query = {} }: LooseInput): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

function initOf(endpoint: Endpoint, { body }: LooseInput, { signal, key }: CallOptions): RequestInit {
  // Without headers of its own a read is the same request as the one the page preloads.
  if (endpoint.method === 'GET') return { method: 'GET', ...(signal && { signal }) };
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'Idempotency-Key': key ?? newKey(),
  };
  return { method: endpoint.method, headers, body: JSON.stringify(body ?? {}), ...(signal && { signal }) };
}

/**
 * Repeats once what may not have arrived: lifts and underground car parks are where this app is used. Reading is safe to repeat, and so is
 * a change, which carries its key. Who has waited for a whole timeout decides for themselves.
 */
async function withOneRetry(attempt: () => Promise<Response>): Promise<Response> {
  try {
    return await attempt();
  } catch (error) {
    const problem = asProblem(error);
    if (!problem.isUncertain || problem.code === 'client.timeout' || !navigator.onLine) throw error;
    await new Promise((resolve) => setTimeout(resolve, 600));
    return attempt();
  }
}
