import type { TicketEvent } from '../domain/ticket/event';
import type { Program } from '../flows/engine/definition';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';

export const runStatuses = [
  'starting',
  'running',
  'waiting',
  'completed',
  'failed',
  'cancelled',
  'stopped',
] as const;

export type RunStatus = (typeof runStatuses)[number];

export interface FlowRun {
  id: string;
  flowId: string;
  flow: string;
  flowTitle: string;
  version: number;
  ticket: number;
  eventSeq: number;
  rootRunId: string;
  rerun: number;
  depth: number;
  /** The runs that led to this one, the first first. */
  chain: { run: string; ticket: number; seq: number }[];
  status: RunStatus;
  reason: string | null;
  startedAt: Date;
  /** In microseconds, for cursors: a `Date` has milliseconds only. */
  startedPrecisely: string;
  endedAt: Date | null;
}

const columns = `r.id, r.flow_id AS "flowId", f.slug AS flow, f.title AS "flowTitle", r.version,
  r.ticket, r.event_seq AS "eventSeq", r.root_run_id AS "rootRunId", r.rerun, r.depth, r.chain,
  r.status, r.reason, r.started_at AS "startedAt", r.started_at::text AS "startedPrecisely",
  r.ended_at AS "endedAt"`;

export async function findRun(db: Database, id: string): Promise<FlowRun | null> {
  const sql = `SELECT ${columns} FROM flow_runs r JOIN flows f ON f.id = r.flow_id WHERE r.id = $1`;
  const [row] = await query<FlowRun>(db, sql, [id]);
  return row ?? null;
}

export interface RunFilter {
  flow?: string | undefined;
  ticket?: number | undefined;
  statuses?: readonly RunStatus[] | undefined;
}

/** Newest first; `after` is the last run of the page before. */
export async function listRuns(
  db: Database,
  filter: RunFilter,
  page: { limit: number; after?: { startedAt: string; id: string } | undefined },
): Promise<FlowRun[]> {
  return query<FlowRun>(
    db,
    `SELECT ${columns} FROM flow_runs r JOIN flows f ON f.id = r.flow_id
     WHERE ($1::text IS NULL OR f.slug = $1 OR f.id::text = $1)
       AND ($2::int IS NULL OR r.ticket = $2)
       AND ($3::text[] IS NULL OR r.status = ANY($3))
       AND ($4::timestamptz IS NULL OR r.started_at < $4 OR (r.started_at = $4 AND r.id > $5))
     ORDER BY r.started_at DESC, r.id LIMIT $6`,
    [
      filter.flow ?? null,
      filter.ticket ?? null,
      filter.statuses ?? null,
      page.after?.startedAt ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
}

/** A run whose workflow Temporal has not confirmed yet, with all that the workflow is given. */
export interface RunToStart {
  id: string;
  ticket: number;
  program: Program;
  event: TicketEvent;
}

/** Takes runs to be started; others leave them alone for a while. */
export async function claimRunsToStart(db: Database, limit: number): Promise<RunToStart[]> {
  const rows = await query<
    Omit<RunToStart, 'event'> & { event: Omit<EventRow, 'at'> & { at: string } }
  >(
    db,
    `WITH claimed AS (
       UPDATE flow_runs SET next_start_at = now() + interval '15 seconds' WHERE id IN (
         SELECT id FROM flow_runs
         WHERE NOT workflow_started AND status = 'starting' AND next_start_at <= now()
         ORDER BY next_start_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ) RETURNING id, flow_id, version, ticket, event_seq
     )
     SELECT c.id, c.ticket, v.compiled->'program' AS program, to_jsonb(e) AS event
     FROM claimed c
     JOIN flow_versions v ON v.flow_id = c.flow_id AND v.version = c.version
     JOIN ticket_events e ON e.ticket = c.ticket AND e.seq = c.event_seq
     ORDER BY c.ticket, c.event_seq`,
    [limit],
  );
  return rows.map((row) => ({
    ...row,
    event: eventFromRow({ ...row.event, at: new Date(row.event.at) }),
  }));
}

/** Temporal has confirmed that these have their workflows. A fast one may have ended already. */
export async function confirmRunsStarted(db: Database, ids: string[]): Promise<void> {
  await query(
    db,
    `UPDATE flow_runs SET workflow_started = true,
       status = CASE WHEN status = 'starting' THEN 'running' ELSE status END
     WHERE id = ANY($1)`,
    [ids],
  );
}

/** They could not be started now; the next round tries again. */
export async function releaseRunsToStart(db: Database, ids: string[]): Promise<void> {
  await query(db, `UPDATE flow_runs SET next_start_at = now() WHERE id = ANY($1)`, [ids]);
}

/** The first end counts; later ones change nothing. Open waits of the run end with it. */
export async function endRun(
  db: Database,
  id: string,
  end: { status: 'completed' | 'failed' | 'cancelled'; reason: string | null },
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH ended AS (
       UPDATE flow_runs SET status = $2, reason = $3, ended_at = now(), workflow_started = true
       WHERE id = $1 AND ended_at IS NULL RETURNING id
     ), waits AS (
       UPDATE flow_waits w SET ended_at = now() FROM ended
       WHERE w.run_id = ended.id AND w.ended_at IS NULL
     )
     UPDATE flow_run_steps s SET ended_at = now(), waiting_until = NULL,
       status = CASE WHEN $2 = 'cancelled' THEN 'cancelled' ELSE 'failed' END
     FROM ended WHERE s.run_id = ended.id AND s.ended_at IS NULL AND $2 <> 'completed'`,
    [id, end.status, end.reason],
    transaction,
  );
}

/** Whatever still runs on a ticket is over, quietly: it went to the bin. */
export async function endRunsOfTicket(
  db: Database,
  ticket: number,
  reason: string,
  transaction: Transaction,
): Promise<void> {
  const sql = 'SELECT id FROM flow_runs WHERE ticket = $1 AND ended_at IS NULL';
  const runs = await query<{ id: string }>(db, sql, [ticket], transaction);
  for (const { id } of runs) await endRun(db, id, { status: 'cancelled', reason }, transaction);
}

/** A run again, with the keys of its root: what had its effect does not have it twice. */
export async function insertRerun(
  db: Database,
  run: FlowRun,
  transaction?: Transaction,
): Promise<string> {
  const [row] = await query<{ id: string }>(
    db,
    `INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, rerun, depth, chain)
     SELECT root_run_id || '.r' || next, flow_id, version, ticket, event_seq, root_run_id, next,
       depth, chain
     FROM flow_runs, LATERAL (
       SELECT max(rerun) + 1 AS next FROM flow_runs WHERE root_run_id = $2
     ) AS numbered
     WHERE id = $1 RETURNING id`,
    [run.id, run.rootRunId],
    transaction,
  );
  return row!.id;
}

/** Runs that have a workflow and have not ended, after `afterId` in order. */
export async function liveRuns(db: Database, afterId: string, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `SELECT id FROM flow_runs WHERE workflow_started AND ended_at IS NULL AND id > $1
     ORDER BY id LIMIT $2`,
    [afterId, limit],
  );
  return rows.map(({ id }) => id);
}
