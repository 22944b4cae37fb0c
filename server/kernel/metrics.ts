import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The process's figures for Prometheus. */
export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  refusedCallbacks: Counter<'reason'>;
  platformCalls: Counter<'path' | 'outcome'>;
  messages: Counter<'state'>;
  queued: Gauge;
}

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'crm_http_request_seconds',
      help: 'Duration of requests',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    refusedCallbacks: new Counter({
      name: 'crm_callbacks_refused_total',
      help: 'Platform callbacks refused, by reason',
      labelNames: ['reason'],
      registers,
    }),
    platformCalls: new Counter({
      name: 'crm_platform_calls_total',
      help: 'Calls to the chat platform',
      labelNames: ['path', 'outcome'],
      registers,
    }),
    messages: new Counter({
      name: 'crm_messages_total',
      help: 'Messages that reached a final state',
      labelNames: ['state'],
      registers,
    }),
    queued: new Gauge({ name: 'crm_messages_queued', help: 'Messages waiting to be sent', registers }),
  };
};
