import type { Metrics } from './kernel/metrics.ts';
import type { PageRoute } from './kernel/route.ts';
import type { Kernel } from './kernel/work.ts';

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
    why: 'readiness probe: database reachable and migrated',
    handle: async () => {
      try {
        await kernel.db('org_state').where({ id: 1 }).first('version');
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
