import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { readGauges } from '../../db/metrics-store';
import type { ApiDeps } from '../deps';

export interface Metrics {
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  /** The Prometheus text format. */
  text(deps: ApiDeps): Promise<string>;
  contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });

  const requests = new Histogram({
    name: 'ticketloom_http_request_seconds',
    help: 'Time from a request’s arrival to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const database = gauge('ticketloom_database_up', '1 when Postgres answers');
  const temporal = gauge('ticketloom_temporal_up', '1 when the last call to Temporal succeeded');
  const relay = gauge('ticketloom_relay_backlog', 'Tickets with events still to be told');
  const inbound = gauge('ticketloom_inbound_mail_waiting', 'Mails stored and not yet dealt with');
  const deliveries = gauge('ticketloom_deliveries', 'Mails to be sent, by state', ['state']);
  const runs = gauge('ticketloom_flow_runs', 'Flow runs, by status', ['status']);

  return {
    contentType: registry.contentType,
    observeRequest(labels, seconds) {
      requests.observe(labels, seconds);
    },
    async text({ db, engine }) {
      temporal.set(engine.reachable() ? 1 : 0);
      const read = await readGauges(db).catch(() => null);
      database.set(read ? 1 : 0);
      if (read) {
        relay.set(read.relayBacklog);
        inbound.set(read.inboundWaiting);
        deliveries.reset();
        runs.reset();
        for (const [state, count] of Object.entries(read.deliveries)) {
          deliveries.set({ state }, count);
        }
        for (const [status, count] of Object.entries(read.flowRuns)) runs.set({ status }, count);
      }
      return registry.metrics();
    },
  };
}
