import type { TicketEvent } from '../domain/ticket/event';
import type { Trigger } from '../flows/engine/definition';
import { query, type Database, type Transaction } from './database';

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
  event: TicketEvent;
}

/**
 * Adds a run to be started, unless this event has started this Flow before. A chain of Flows that
 * is too deep, or a ticket on which this Flow ran too often within an hour, gives a run that is
 * `stopped` and says why, with the runs that led to it.
 */
export async function insertRun(
  db: Database,
  { id, flowId, version, event }: PlannedRun,
  limits: { maxDepth: number; runsPerHour: number },
  transaction: Transaction,
): Promise<'starting' | 'stopped' | null> {
  const [row] = await query<{ status: 'starting' | 'stopped' }>(
    db,
    `WITH parent AS (
       SELECT chain || jsonb_build_object('run', id, 'ticket', ticket, 'seq', event_seq) AS chain
       FROM flow_runs WHERE id = $6
     ), judged AS (
       SELECT CASE
         WHEN $7::int >= $8::int THEN
           'One Flow led to another ' || $7 || ' times in a row; the chain was stopped here.'
         WHEN $9::int <= (SELECT count(*) FROM flow_runs WHERE flow_id = $2 AND ticket = $4
             AND status <> 'stopped' AND started_at > now() - interval '1 hour') THEN
           'This Flow ran ' || $9 || ' times on this ticket within an hour; it waits for calmer times.'
       END AS reason
     )
     INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, depth, chain,
       status, reason, ended_at)
     SELECT $1, $2, $3, $4, $5, $1, $7, coalesce((SELECT chain FROM parent), '[]'),
       CASE WHEN reason IS NULL THEN 'starting' ELSE 'stopped' END, reason,
       CASE WHEN reason IS NULL THEN NULL ELSE now() END
     FROM judged
     ON CONFLICT DO NOTHING RETURNING status`,
    [
      id,
      flowId,
      version,
      event.ticket,
      event.seq,
      event.cause.run ?? null,
      event.cause.depth ?? 0,
      limits.maxDepth,
      limits.runsPerHour,
    ],
    transaction,
  );
  return row?.status ?? null;
}
