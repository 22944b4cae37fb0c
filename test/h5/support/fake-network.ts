import { afterEach, beforeEach } from 'vitest';

export interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  key: string | null;
}
type Answer = { status?: number; json?: unknown; headers?: Record<string, string> } | 'down' | 'slow';
export interface FakeNetwork {
  sent: Sent[];
  /** What the server does with each request from now on. */
  answer: (handler: (request: Sent) => Answer | Promise<Answer>) => void;
}

/** The network as the browser sees it: requests go to `answer`, everything above `fetch` is the real thing. */
export function useFakeNetwork(): FakeNetwork {
  const original = globalThis.fetch;
  let handler: (request: Sent) => Answer | Promise<Answer> = () => ({ status: 404 });
  const network: FakeNetwork = { sent: [], answer: (next) => (handler = next) };

  beforeEach(() => {
    network.sent = [];
    localStorage.clear();
    sessionStorage.clear();
    globalThis.fetch = async (input, init) => {
      const request = read(String(input), init);
      network.sent.push(request);
      const answer = await handler(request);
      if (answer === 'down') throw new TypeError('Failed to fetch');
      if (answer === 'slow') return untilAborted(init?.signal ?? null);
      const { status = 200, json = {}, headers = {} } = answer;
      return new Response(JSON.stringify(json), { status, headers });
    };
  });
  afterEach(() => {
    globalThis.fetch = original;
  });
  return network;
}

function read(url: string, init: RequestInit = {}): Sent {
  const { pathname, searchParams } = new URL(url, 'http://crm.test');
  return {
    method: init.method ?? 'GET',
    path: pathname,
    query: Object.fromEntries(searchParams),
    body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    key: new Headers(init.headers).get('Idempotency-Key'),
  };
}

const untilAborted = (signal: AbortSignal | null): Promise<Response> =>
  new Promise((_, reject) =>
    signal?.addEventListener('abort', () => reject(new DOMException('The operation was aborted.', 'AbortError'))),
  );

/** A problem answer as the server words it. */
export const refusal = (status: number, code: string, detail: string, more: object = {}) => ({
  status,
  json: { type: 'about:blank', title: code, status, code, detail, ...more },
});
