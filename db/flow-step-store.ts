import type { CompiledFlow, StepOutput } from '../flows/engine/definition';
import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';

export type StepStatus = 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';

export interface StepAttempt {
  at: string;
  error?: { code: string; message: string };
}

export interface StepRecord {
  runId: string;
  stepId: string;
  iteration: number;
  position: number;
  use: string;
  status: StepStatus;
  input: unknown;
  output: StepOutput | null;
  explanation: unknown;
  attempts: StepAttempt[];
  waitingUntil: Date | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** Which step of which run. */
export interface StepKey {
  runId: string;
  stepId: string;
  iteration: number;
}

/** The steps that a run has reached, in that order. */
export async function listSteps(db: Database, runIds: string[]): Promise<StepRecord[]> {
  return query<StepRecord>(
    db,
    `SELECT run_id AS "runId", step_id AS "stepId", iteration, position, use, status, input, output,
       explanation, attempts, waiting_until AS "waitingUntil", started_at AS "startedAt",
       ended_at AS "endedAt"
     FROM flow_run_steps WHERE run_id = ANY($1) ORDER BY run_id, position, started_at, step_id`,
    [runIds],
  );
}

/** All that a step needs to run, in one round trip. */
export interface StepWork {
  rootRunId: string;
  flow: string;
  flowTitle: string;
  version: number;
  ticket: number;
  depth: number;
  /** The run is over: cancelled, or given up. */
  ended: boolean;
  compiled: CompiledFlow;
  event: TicketEvent;
  /** What steps of this run answered, by step id. */
  outputs: Record<string, StepOutput>;
  /** The step's own answer when it was completed before, in this run or one of the same root. */
  completed: StepOutput | null;
}

export async function readStepWork(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  transaction?: Transaction,
): Promise<StepWork | null> {
  const [row] = await query<Omit<StepWork, 'event'> & { event: EventRow & { at: string } }>(
    db,
    `SELECT r.root_run_id AS "rootRunId", f.slug AS flow, f.title AS "flowTitle", r.version,
       r.ticket, r.depth, r.ended_at IS NOT NULL AS ended, v.compiled, to_jsonb(e) AS event,
       (SELECT coalesce(jsonb_object_agg(s.step_id, s.output), '{}') FROM flow_run_steps s
        WHERE s.run_id = r.id AND s.output IS NOT NULL) AS outputs,
       (SELECT s.output FROM flow_runs o JOIN flow_run_steps s ON s.run_id = o.id
        WHERE o.root_run_id = r.root_run_id AND s.step_id = $2 AND s.iteration = $3
          AND s.status = 'completed' LIMIT 1) AS completed
     FROM flow_runs r
     JOIN flows f ON f.id = r.flow_id
     JOIN flow_versions v ON v.flow_id = r.flow_id AND v.version = r.version
     JOIN ticket_events e ON e.ticket = r.ticket AND e.seq = r.event_seq
     WHERE r.id = $1`,
    [runId, stepId, iteration],
    transaction,
  );
  return row ? { ...row, event: eventFromRow({ ...row.event, at: new Date(row.event.at) }) } : null;
}

/** Notes that an attempt of a step begins, with its inputs as rendered. */
export async function beginAttempt(
  db: Database,
  key: StepKey,
  step: { position: number; use: string; input: unknown; attempt: StepAttempt },
): Promise<void> {
  await query(
    db,
    `INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, input, attempts)
     VALUES ($1, $2, $3, $4, $5, 'running', $6::jsonb, jsonb_build_array($7::jsonb))
     ON CONFLICT (run_id, step_id, iteration) DO UPDATE SET status = 'running',
       input = excluded.input, attempts = flow_run_steps.attempts || excluded.attempts`,
    [...keyOf(key), step.position, step.use, json(step.input), json(step.attempt)],
  );
}

/**
 * Writes why the newest attempt failed; the step goes on until the run gives it up. Answers how
 * many have failed so far: those that a crash cut short are not among them.
 */
export async function failAttempt(
  db: Database,
  key: StepKey,
  error: StepAttempt['error'],
): Promise<number> {
  const [row] = await query<{ failures: number }>(
    db,
    `UPDATE flow_run_steps SET attempts = jsonb_set(attempts, '{-1,error}', $4::jsonb)
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3
     RETURNING (SELECT count(*)::int FROM jsonb_array_elements(attempts) a WHERE a ? 'error') AS failures`,
    [...keyOf(key), json(error)],
  );
  return row!.failures;
}

/** A step has its answer; with the last one the run is completed, in the same statement. */
export async function completeStep(
  db: Database,
  key: StepKey,
  step: {
    position: number;
    use: string;
    output: StepOutput;
    /** The attempt that brought it, when it was not noted at its beginning. */
    attempt?: StepAttempt & { input: unknown };
    endsRun?: boolean;
  },
  transaction?: Transaction,
): Promise<void> {
  const { position, use, output, attempt, endsRun = false } = step;
  await query(
    db,
    `WITH run AS (
       UPDATE flow_runs SET status = 'completed', ended_at = now(), workflow_started = true
       WHERE $9 AND id = $1 AND ended_at IS NULL
     )
     INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, output, input,
       attempts, ended_at)
     VALUES ($1, $2, $3, $4, $5, 'completed', $6::jsonb, $7::jsonb, $8::jsonb, now())
     ON CONFLICT (run_id, step_id, iteration) DO UPDATE SET status = 'completed',
       output = excluded.output, input = coalesce(excluded.input, flow_run_steps.input),
       attempts = flow_run_steps.attempts || excluded.attempts,
       ended_at = now(), waiting_until = NULL`,
    [
      ...keyOf(key),
      position,
      use,
      json(output),
      attempt ? json(attempt.input) : null,
      json(attempt ? [{ at: attempt.at }] : []),
      endsRun,
    ],
    transaction,
  );
}

/** Marks a step that the run has given up. */
export async function failStep(
  db: Database,
  key: StepKey,
  step: { position: number; use: string; code: string },
  transaction?: Transaction,
): Promise<void> {
  const attempt = { at: new Date().toISOString(), error: { code: step.code, message: step.code } };
  await query(
    db,
    `INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, attempts, ended_at)
     VALUES ($1, $2, $3, $4, $5, 'failed', jsonb_build_array($6::jsonb), now())
     ON CONFLICT (run_id, step_id, iteration) DO UPDATE SET status = 'failed', ended_at = now(),
       attempts = CASE WHEN flow_run_steps.attempts->-1 ? 'error' THEN flow_run_steps.attempts
         ELSE flow_run_steps.attempts || excluded.attempts END
     WHERE flow_run_steps.status <> 'completed'`,
    [...keyOf(key), step.position, step.use, json(attempt)],
    transaction,
  );
}

/** What the workflow decided by itself: which way a condition went, that a stop was reached. */
export async function recordDecision(
  db: Database,
  key: StepKey,
  step: { position: number; use: string; output: StepOutput; explanation: unknown },
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, output,
       explanation, ended_at)
     VALUES ($1, $2, $3, $4, $5, 'completed', $6::jsonb, $7::jsonb, now()) ON CONFLICT DO NOTHING`,
    [...keyOf(key), step.position, step.use, json(step.output), json(step.explanation)],
    transaction,
  );
}

function keyOf({ runId, stepId, iteration }: StepKey): [string, string, number] {
  return [runId, stepId, iteration];
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}
