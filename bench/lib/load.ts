import { runChild } from './child.ts';

/** Load on one address by `connections` keep-alive callers, from a process of its own. */
export interface Load {
  url: string;
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
  method?: 'GET' | 'POST' | 'PATCH';
  /** A file of bench/ whose `nextRequest()` gives `{ headers, body, path }` of each request, when they differ. */
  requestsFrom?: string;
}

export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
}

/** Applies the load; a refused or failed answer ends the measurement. */
export const applyLoad = (load: Load): Promise<LoadResult> => runChild<LoadResult>('load', load);

export const throughput = async (load: Load): Promise<number> => (await applyLoad(load)).perSecond;
