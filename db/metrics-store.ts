import { query, type Database } from './database';

/** Counts of what waits or went wrong, for /metrics: few rows each, all by an index. */
export async function readGauges(db: Database): Promise<{
  relayBacklog: number;
  deliveries: Record<string, number>;
  inboundWaiting: number;
  flowRuns: Record<string, number>;
}> {
  const [row] = await query<{
    relay: number;
    inbound: number;
    deliveries: Record<string, number> | null;
    runs: Record<string, number> | null;
  }>(
    db,
    `SELECT
       (SELECT count(*)::int FROM ticket_relay
         WHERE workflow_seq < version OR automation_seq < version) AS relay,
       (SELECT count(*)::int FROM inbound_mails WHERE outcome = 'received') AS inbound,
       (SELECT json_object_agg(state, n) FROM
         (SELECT state, count(*)::int AS n FROM deliveries GROUP BY state) d) AS deliveries,
       (SELECT json_object_agg(status, n) FROM
         (SELECT status, count(*)::int AS n FROM flow_runs GROUP BY status) f) AS runs`,
  );
  return {
    relayBacklog: row!.relay,
    inboundWaiting: row!.inbound,
    deliveries: row!.deliveries ?? {},
    flowRuns: row!.runs ?? {},
  };
}
