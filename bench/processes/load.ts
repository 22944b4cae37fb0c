import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import autocannon from 'autocannon';
import { announce, task } from '../lib/in-child.ts';
import type { Load, LoadResult } from '../lib/load.ts';

const load = task<Load>();

/** What differs from one request to the next. */
type NextRequest = () => { headers?: Record<string, string>; body?: string; path?: string };

const requests = async (): Promise<autocannon.Request[] | undefined> => {
  if (!load.requestsFrom) return undefined;
  const { nextRequest } = (await import(pathToFileURL(resolve(load.requestsFrom)).href)) as {
    nextRequest: NextRequest;
  };
  return [
    {
      setupRequest: (request) => {
        const { headers, ...rest } = nextRequest();
        return { ...request, ...rest, headers: { ...request.headers, ...headers } };
      },
    },
  ];
};

const given = await requests();
const result = await autocannon({
  url: load.url,
  connections: load.connections,
  duration: load.seconds,
  method: load.method ?? 'GET',
  headers: load.headers ?? {},
  ...(given ? { requests: given } : {}),
});
const failed = result.errors + result.timeouts + result.non2xx;
if (failed > 0) throw new Error(`${load.url}: ${failed} of ${result.requests.sent} requests failed`);
const said: LoadResult = {
  perSecond: result['2xx'] / result.duration,
  p50: result.latency.p50,
  p99: result.latency.p99,
  max: result.latency.max,
};
announce(said, () => Promise.resolve());
