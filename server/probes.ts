import type { Metrics } from './kernel/metrics.ts';
import type { PageRoute } from './kernel/route.ts';
import type { Kernel } from './kernel/work.ts';
import { readOrg } from './modules/org/index.ts';

/** Is the process up, is it ready for people, and its figures. */
export const probePages = (kernel: Kernel, metrics: Metrics): PageRoute[] => [
  {
    method: 'GET',
    path: '/healthz',
    permission: 'public',
    why: 'liveness probe',
    handle: () => Promise.resolve({ body: 'ok' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    permission: 'public',
    why: 'readiness probe: the organisation can be read from a migrated database',
    handle: async () => {
      try {
        await readOrg(kernel);
        return { body: 'ready' };
      } catch {
        return { status: 503, body: 'database not ready' };
      }
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    permission: 'public',
    why: 'Prometheus scrape; carries no personal data',
    handle: async () => ({ type: metrics.registry.contentType, body: await metrics.registry.metrics() }),
  },
];
