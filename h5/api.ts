import { type CallInput, type Endpoint, type OutputOf } from '../server/contract/endpoint.ts';
import { asProblem, localProblem } from './api-problem.ts';
import { takeArrived, takeArriving } from './arriving.ts';
import { requestJson } from './http.ts';

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
  const arriving = () => (endpoint.method === 'GET' ? takeArriving(url) : undefined);
  const answer = await withOneRetry(() => arriving() ?? requestJson(url, init, options.timeout));
  const parsed = endpoint.response.safeParse(answer.body);
  if (!parsed.success) throw localProblem('client.unreadable', answer.requestId);
  return parsed.data as OutputOf<E>;
}

/** The answer to a read when it came with the page, see arriving.ts; null when it has to be called for. */
export function arrived<E extends Endpoint>(endpoint: E, input: CallInput<E> = {}): OutputOf<E> | null {
  const answer = takeArrived(urlOf(endpoint, input as LooseInput));
  const parsed = answer && endpoint.response.safeParse(answer.body);
  return parsed?.success ? (parsed.data as OutputOf<E>) : null;
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
async function withOneRetry<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    const problem = asProblem(error);
    if (!problem.isUncertain || problem.code === 'client.timeout' || !navigator.onLine) throw error;
    await new Promise((resolve) => setTimeout(resolve, 600));
    return attempt();
  }
}
