import type { Trigger, WhenBusy } from '../flows/engine/definition';
import type { Occurrence } from '../flows/engine/occurrence';
import { query, type Database, type Transaction } from './database';
import type { RunStatus } from './flow-run-store';

/** What planning must know first, in one round trip. */
export interface PlanningState {
  revision: string;
  /** The waits of running Flows on these tickets that are still open. */
  waits: OpenWait[];
}

export interface OpenWait {
  ticket: number;
  runId: string;
  rootRunId: string;
  stepId: string;
  iteration: number;
  afterSeq: number;
  until: Trigger[];
}

export async function readPlanningState(
  db: Database,
  tickets: readonly number[],
  transaction: Transaction,
): Promise<PlanningState> {
  const [row] = await query<PlanningState>(
    db,
    `SELECT revision, (
       SELECT coalesce(jsonb_agg(jsonb_build_object('ticket', w.ticket, 'runId', run_id, 'rootRunId', r.root_run_id,
         'stepId', step_id, 'iteration', iteration, 'afterSeq', after_seq, 'until', condition)), '[]')
       FROM flow_waits w JOIN flow_runs r ON r.id = w.run_id
       WHERE w.ticket = ANY($1::int[]) AND matched_seq IS NULL AND w.ended_at IS NULL
     ) AS waits FROM flow_revision`,
    [tickets],
    transaction,
  );
  return row!;
}

/** The event that ends a wait; the run is told by a signal later. */
export async function markWaitMatched(
  db: Database,
  wait: Pick<OpenWait, 'runId' | 'stepId' | 'iteration'>,
  seq: number,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE flow_waits SET matched_seq = $4, next_signal_at = now()
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3 AND matched_seq IS NULL
       AND ended_at IS NULL`,
    [wait.runId, wait.stepId, wait.iteration, seq],
    transaction,
  );
}

export interface PlannedRun {
  id: string;
  flowId: string;
  version: number;
  ticket: number | null;
  eventSeq: number | null;
  /** What began it, when that is no event of a ticket. */
  occurrence?: Occurrence | null;
  inputs?: Record<string, unknown>;
  /** The run whose change led to this one, and how deep it is in such a chain. */
  cause?: { run?: string | undefined; depth?: number | undefined };
  /** The Flow is paused: the run is kept until it goes on. */
  held?: boolean;
  concurrency?: { key: string; whenBusy: WhenBusy } | null;
  parent?: { runId: string; stepId: string; iteration: number };
}

/**
 * Adds a run to be started, unless this event has started this Flow before. A chain of Flows that
 * is too deep, a ticket on which this Flow ran too often within an hour, or another run of the same
 * key gives a run that is `stopped` and says why, with the runs that led to it.
 */
export async function insertRun(
  db: Database,
  run: PlannedRun,
  limits: { maxDepth: number; runsPerHour: number },
  transaction: Transaction,
): Promise<RunStatus | null> {
  const { concurrency = null, parent } = run;
  if (concurrency) await holdKey(db, run.flowId, concurrency.key, transaction);
  const [row] = await query<{ status: RunStatus; busy: string | null }>(
    db,
    `WITH parent AS (
       SELECT chain || jsonb_build_object('run', id, 'ticket', ticket, 'seq', event_seq) AS chain
       FROM flow_runs WHERE id = $6
     ), busy AS (
       SELECT id FROM flow_runs WHERE flow_id = $2 AND concurrency_key = $12 AND ended_at IS NULL
       ORDER BY started_at, id LIMIT 1
     ), judged AS (
       SELECT CASE
         WHEN $7::int >= $8::int THEN
           'One Flow led to another ' || $7 || ' times in a row; the chain was stopped here.'
         WHEN $9::int <= CASE WHEN $4::int IS NULL THEN (
             SELECT count(*) FROM flow_runs WHERE flow_id = $2 AND ticket IS NULL
               AND status <> 'stopped' AND started_at > now() - interval '1 hour'
           ) ELSE (
             SELECT count(*) FROM flow_runs WHERE flow_id = $2 AND ticket = $4
               AND status <> 'stopped' AND started_at > now() - interval '1 hour'
           ) END THEN
           'This Flow ran ' || $9 || ' times ' || CASE WHEN $4::int IS NULL THEN '' ELSE 'on this ticket ' END
             || 'within an hour; it waits for calmer times.'
         WHEN $13 = 'skip' AND EXISTS (SELECT 1 FROM busy) THEN
           'The run ' || (SELECT id FROM busy) || ' was not over yet, and its Flow skips the next one then.'
       END AS reason
     )
     INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, depth, chain,
       status, reason, ended_at, occurrence, inputs, concurrency_key, parent_run_id, parent_step_id,
       parent_iteration)
     SELECT $1, $2, $3, $4, $5, $1, $7, coalesce((SELECT chain FROM parent), '[]'),
       CASE WHEN reason IS NOT NULL THEN 'stopped' WHEN $14 THEN 'held'
         WHEN EXISTS (SELECT 1 FROM busy) THEN 'queued' ELSE 'starting' END,
       reason, CASE WHEN reason IS NULL THEN NULL ELSE now() END, $10::jsonb, $11::jsonb, $12,
       $15, $16, $17
     FROM judged
     ON CONFLICT DO NOTHING RETURNING status, (SELECT id FROM busy) AS busy`,
    [
      run.id,
      run.flowId,
      run.version,
      run.ticket,
      run.eventSeq,
      run.cause?.run ?? null,
      run.cause?.depth ?? 0,
      limits.maxDepth,
      limits.runsPerHour,
      run.occurrence ? JSON.stringify(run.occurrence) : null,
      JSON.stringify(run.inputs ?? {}),
      concurrency?.key ?? null,
      concurrency?.whenBusy ?? null,
      run.held === true,
      parent?.runId ?? null,
      parent?.stepId ?? null,
      parent?.iteration ?? null,
    ],
    transaction,
  );
  return row?.status ?? null;
}

/** Two runs of one key are planned one after the other. */
async function holdKey(
  db: Database,
  flowId: string,
  key: string,
  transaction: Transaction,
): Promise<void> {
  const sql = `SELECT pg_advisory_xact_lock(hashtextextended('flow-run-key/' || $1 || '/' || $2, 0))`;
  await query(db, sql, [flowId, key], transaction);
}
