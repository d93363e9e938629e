import type { TicketEvent } from '../domain/ticket/event';
import type { Trigger } from '../flows/engine/definition';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';
import type { StepKey } from './flow-step-store';

/** A wait of a run as it stands. `afterSeq`: the last event that the run had seen before it. */
export interface Wait {
  afterSeq: number;
  matchedSeq: number | null;
  until: Date | null;
}

/**
 * Keeps events from being added to a ticket until the transaction ends, so that a wait that looks
 * at the stored ones misses none: what comes later finds the wait.
 */
export async function holdTicketEvents(
  db: Database,
  ticket: number,
  transaction: Transaction,
): Promise<void> {
  const sql = 'SELECT number FROM tickets WHERE number = $1 FOR SHARE';
  await query(db, sql, [ticket], transaction);
}

/**
 * Registers a wait, or reads it when an earlier attempt has. It is for the events after `eventSeq`
 * and after what the run's waits before it have seen; those of the steps `beside` it, in other
 * branches, came not before it.
 */
export async function registerWait(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  wait: {
    ticket: number | null;
    eventSeq: number;
    triggers: Trigger[];
    until: string | null;
    beside?: readonly string[];
  },
  transaction: Transaction,
): Promise<Wait> {
  const [row] = await query<Wait>(
    db,
    `WITH seen AS (
       SELECT greatest($5::int, max(seen_seq)) AS seq FROM flow_waits
       WHERE run_id = $1 AND step_id <> ALL($8::text[])
     ), added AS (
       INSERT INTO flow_waits (run_id, step_id, iteration, ticket, after_seq, condition, until)
       SELECT $1, $2, $3, $4, seq, $6::jsonb, $7 FROM seen
       ON CONFLICT DO NOTHING RETURNING after_seq, matched_seq, until
     )
     SELECT after_seq AS "afterSeq", matched_seq AS "matchedSeq", until FROM added
     UNION ALL
     SELECT after_seq, matched_seq, until FROM flow_waits
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3`,
    [
      runId,
      stepId,
      iteration,
      wait.ticket,
      wait.eventSeq,
      JSON.stringify(wait.triggers),
      wait.until,
      wait.beside ?? [],
    ],
    transaction,
  );
  return row!;
}

export async function findWait(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  transaction: Transaction,
): Promise<Wait | null> {
  const [row] = await query<Wait>(
    db,
    `SELECT after_seq AS "afterSeq", matched_seq AS "matchedSeq", until FROM flow_waits
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3 FOR UPDATE`,
    [runId, stepId, iteration],
    transaction,
  );
  return row ?? null;
}

/** The events of a ticket after `seq`, in order. */
export async function eventsSince(
  db: Database,
  ticket: number,
  seq: number,
  transaction: Transaction,
): Promise<TicketEvent[]> {
  const sql = 'SELECT * FROM ticket_events WHERE ticket = $1 AND seq > $2 ORDER BY seq';
  const rows = await query<EventRow>(db, sql, [ticket, seq], transaction);
  return rows.map(eventFromRow);
}

/** `seenSeq`: the last event that waits after this one need not look at. */
export async function closeWait(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  seenSeq: number,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE flow_waits SET seen_seq = $4, ended_at = now()
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3`,
    [runId, stepId, iteration, seenSeq],
    transaction,
  );
}

/** The run and its step wait, until a time or (null) until an event. */
export async function showWaiting(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  step: { position: number; use: string; until: string | null; input?: unknown },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH run AS (
       UPDATE flow_runs SET status = 'waiting' WHERE id = $1 AND ended_at IS NULL
     )
     INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, waiting_until, input)
     VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7::jsonb) ON CONFLICT DO NOTHING`,
    [
      ...[runId, stepId, iteration, step.position, step.use, step.until],
      step.input === undefined ? null : JSON.stringify(step.input),
    ],
    transaction,
  );
}

/** The run goes on, unless another of its branches still waits. */
export async function showRunning(
  db: Database,
  runId: string,
  transaction: Transaction,
): Promise<void> {
  const sql = `UPDATE flow_runs SET status = 'running' WHERE id = $1 AND status = 'waiting'
    AND NOT EXISTS (SELECT 1 FROM flow_waits WHERE run_id = $1 AND ended_at IS NULL)`;
  await query(db, sql, [runId], transaction);
}

export interface WaitToSignal extends StepKey {
  seq: number;
}

/** Takes matched waits whose run is not told yet; others leave them alone for a while. */
export async function claimWaitsToSignal(db: Database, limit: number): Promise<WaitToSignal[]> {
  return query<WaitToSignal>(
    db,
    `UPDATE flow_waits w SET next_signal_at = now() + interval '15 seconds' FROM (
       SELECT run_id, step_id, iteration FROM flow_waits
       WHERE matched_seq IS NOT NULL AND NOT signalled AND next_signal_at <= now()
       ORDER BY next_signal_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) due
     WHERE w.run_id = due.run_id AND w.step_id = due.step_id AND w.iteration = due.iteration
     RETURNING w.run_id AS "runId", w.step_id AS "stepId", w.iteration, w.matched_seq AS seq`,
    [limit],
  );
}

export async function confirmWaitSignalled(
  db: Database,
  { runId, stepId, iteration }: StepKey,
): Promise<void> {
  const sql = `UPDATE flow_waits SET signalled = true
    WHERE run_id = $1 AND step_id = $2 AND iteration = $3`;
  await query(db, sql, [runId, stepId, iteration]);
}

/** It could not be told now; the next round tries again. */
export async function releaseWaitToSignal(
  db: Database,
  { runId, stepId, iteration }: StepKey,
): Promise<void> {
  const sql = `UPDATE flow_waits SET next_signal_at = now()
    WHERE run_id = $1 AND step_id = $2 AND iteration = $3`;
  await query(db, sql, [runId, stepId, iteration]);
}
