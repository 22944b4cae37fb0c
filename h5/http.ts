import { type ApiProblem, localProblem, readProblem } from './api-problem.ts';
import { noteServerTime } from './clock.ts';
import { markOnline } from './connection.ts';

const patience = 15_000;
let refused: (problem: ApiProblem) => void = () => {};

/** Registers what happens when the server does not know who is asking. */
export const onUnauthenticated = (handler: (problem: ApiProblem) => void): void => {
  refused = handler;
};

/** One request: gives up after `timeout` ms, turns every refusal and every network failure into an ApiProblem. */
export async function request(url: string, init: RequestInit, timeout = patience): Promise<Response> {
  const response = await fetchInTime(url, init, timeout);
  markOnline(true);
  noteServerTime(response.headers.get('date'));
  if (response.ok) return response;
  const problem = await readProblem(response);
  if (problem.status === 401) refused(problem);
  throw problem;
}

export interface Answer {
  /** Undefined when it was not JSON. */
  body: unknown;
  requestId: string | null;
}

/** The same, for an answer of JSON. */
export async function requestJson(url: string, init: RequestInit, timeout?: number): Promise<Answer> {
  const response = await request(url, init, timeout);
  const body: unknown = await response.json().catch(() => undefined);
  return { body, requestId: response.headers.get('x-request-id') };
}

async function fetchInTime(url: string, init: RequestInit, timeout: number): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeout);
  const follow = () => stop.abort();
  init.signal?.addEventListener('abort', follow);
  try {
    return await fetch(url, { credentials: 'same-origin', ...init, signal: stop.signal });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    if (stop.signal.aborted) throw localProblem('client.timeout');
    markOnline(navigator.onLine);
    throw localProblem('client.offline');
  } finally {
    clearTimeout(timer);
    init.signal?.removeEventListener('abort', follow);
  }
}
