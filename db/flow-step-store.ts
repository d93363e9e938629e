import type { CompiledFlow, StepOutput } from '../flows/engine/definition';
import type { Occurrence } from '../flows/engine/occurrence';
import { allSteps, loopsAround, turnsOf, type LoopPlace } from '../flows/engine/tree';
import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';

export type StepStatus = 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';

export interface StepAttempt {
  at: string;
  /**
   * `at`: when it failed; older records have it not. `retryAfterMs`: so long the other side asked to
   * be left alone.
   */
  error?: { code: string; message: string; at?: string; retryAfterMs?: number | undefined };
}

export interface StepRecord {
  runId: string;
  stepId: string;
  iteration: number;
  position: number;
  use: string;
  status: StepStatus;
  input: unknown;
  output: Record<string, unknown> | null;
  explanation: unknown;
  attempts: StepAttempt[];
  waitingUntil: Date | null;
  startedAt: Date;
  endedAt: Date | null;
  /** By a run that this one repeats. */
  takenOver: boolean;
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
       ended_at AS "endedAt", taken_over AS "takenOver"
     FROM flow_run_steps WHERE run_id = ANY($1) ORDER BY run_id, position, started_at, step_id`,
    [runIds],
  );
}

/** How many steps the runs of one root have completed, together. */
export async function countCompletedSteps(db: Database, rootRunId: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM flow_run_steps s JOIN flow_runs r ON r.id = s.run_id
     WHERE r.root_run_id = $1 AND s.status = 'completed' AND NOT s.taken_over`,
    [rootRunId],
  );
  return row!.count;
}

/** All that a step needs to run. */
export interface StepWork {
  runId: string;
  rootRunId: string;
  flowId: string;
  flow: string;
  flowTitle: string;
  version: number;
  /** Null: what began the run concerns no ticket. */
  ticket: number | null;
  depth: number;
  chain: unknown[];
  /** The run is over: cancelled, or given up. */
  ended: boolean;
  compiled: CompiledFlow;
  /** The event of the ticket that began the run, or after which it was begun otherwise. */
  event: TicketEvent | null;
  /** What began the run when that was no event of a ticket. */
  occurrence: Occurrence | null;
  inputs: Record<string, unknown>;
  variables: Record<string, unknown>;
  /** What steps of this run answered, by step id; of those in loops, this time round. */
  outputs: Record<string, Record<string, unknown>>;
  /** The loops about the step, from the outermost inwards, each with its item. */
  loops: LoopTurn[];
  /** What the workflow was told when the step was completed before. */
  completed: StepOutput | null;
}

export interface LoopTurn {
  id: string;
  index: number;
  item: unknown;
}

interface WorkRow extends Omit<StepWork, 'event' | 'compiled' | 'loops'> {
  event: (EventRow & { at: string }) | null;
}

/** Reads all that a step needs: in one round trip, in two within loops. */
export async function readStepWork(
  db: Database,
  { runId, stepId, iteration }: StepKey,
  transaction?: Transaction,
): Promise<StepWork | null> {
  const [row] = await query<WorkRow>(
    db,
    `SELECT r.id AS "runId", r.root_run_id AS "rootRunId", r.flow_id AS "flowId", f.slug AS flow,
       f.title AS "flowTitle", r.version, r.ticket, r.depth, r.chain,
       r.ended_at IS NOT NULL AS ended, r.occurrence, r.inputs, r.variables, to_jsonb(e) AS event,
       (SELECT coalesce(jsonb_object_agg(s.step_id, s.output - 'items'), '{}') FROM flow_run_steps s
        WHERE s.run_id = r.id AND s.iteration = 0 AND s.output IS NOT NULL) AS outputs,
       (SELECT coalesce(s.told, s.output) FROM flow_run_steps s
        WHERE s.run_id = r.id AND s.step_id = $2 AND s.iteration = $3
          AND s.status = 'completed') AS completed
     FROM flow_runs r
     JOIN flows f ON f.id = r.flow_id
     LEFT JOIN ticket_events e ON e.ticket = r.ticket AND e.seq = r.event_seq
     WHERE r.id = $1`,
    [runId, stepId, iteration],
    transaction,
  );
  if (!row) return null;
  const compiled = await compiledVersion(db, row, transaction);
  const turns = turnsOf(loopsAround(compiled.program.steps, stepId) ?? [], iteration);
  const { event } = row;
  return {
    ...row,
    compiled,
    event: event && eventFromRow({ ...event, at: new Date(event.at) }),
    ...(turns.length === 0
      ? { loops: [] }
      : await readTurns(db, { runId, compiled, turns, outputs: row.outputs }, transaction)),
  };
}

const versions = new Map<string, CompiledFlow>();
const versionsKept = 500;

/** A version never changes, so it is read once. */
export async function compiledVersion(
  db: Database,
  { flowId, version }: { flowId: string; version: number },
  transaction?: Transaction,
): Promise<CompiledFlow> {
  const key = `${flowId}/${version}`;
  const known = versions.get(key);
  if (known) return known;
  const [row] = await query<{ compiled: CompiledFlow }>(
    db,
    'SELECT compiled FROM flow_versions WHERE flow_id = $1 AND version = $2',
    [flowId, version],
    transaction,
  );
  if (versions.size >= versionsKept) versions.delete(versions.keys().next().value!);
  versions.set(key, row!.compiled);
  return row!.compiled;
}

/** In a loop: its items, and what its steps have answered this time round. */
async function readTurns(
  db: Database,
  within: {
    runId: string;
    compiled: CompiledFlow;
    turns: LoopPlace[];
    outputs: StepWork['outputs'];
  },
  transaction?: Transaction,
): Promise<Pick<StepWork, 'loops' | 'outputs'>> {
  const { runId, compiled, turns } = within;
  const steps = compiled.program.steps;
  // Which time round a step is that stands in so many of these loops.
  const rounds = [0, ...turns.map(({ iteration, max, index }) => iteration * max + index)];
  const inLoops = allSteps(steps).flatMap(({ id, kind }) => {
    if (kind === 'batch') return [];
    const around = loopsAround(steps, id) ?? [];
    const shared = around.every((loop, depth) => turns[depth]?.id === loop.id);
    return around.length > 0 ? [{ id, iteration: shared ? rounds[around.length]! : null }] : [];
  });
  const rows = await query<{ id: string; output: Record<string, unknown> | null; item: unknown }>(
    db,
    `SELECT step_id AS id, output - 'items' AS output, NULL::jsonb AS item FROM flow_run_steps
     JOIN jsonb_to_recordset($2::jsonb) AS wanted(id text, iteration int)
       ON step_id = wanted.id AND flow_run_steps.iteration = wanted.iteration
     WHERE run_id = $1 AND output IS NOT NULL
     UNION ALL
     SELECT step_id, NULL, output->'items'->turns.index FROM flow_run_steps
     JOIN jsonb_to_recordset($3::jsonb) AS turns(id text, iteration int, index int)
       ON step_id = turns.id AND flow_run_steps.iteration = turns.iteration
     WHERE run_id = $1`,
    [runId, json(inLoops.filter((one) => one.iteration !== null)), json(turns)],
    transaction,
  );
  const inner = new Set(inLoops.map(({ id }) => id));
  const outputs = Object.fromEntries(
    Object.entries(within.outputs).filter(([id]) => !inner.has(id)),
  );
  for (const { id, output } of rows) if (output) outputs[id] = output;
  return {
    outputs,
    loops: turns.map(({ id, index }) => ({
      id,
      index,
      item: rows.find((row) => row.id === id && !row.output)?.item ?? null,
    })),
  };
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
    output: Record<string, unknown>;
    /** What the workflow is told, when that is not all of it. */
    told?: StepOutput;
    /** Why a condition went the way it went. */
    explanation?: unknown;
    /** The attempt that brought it, when it was not noted at its beginning. */
    attempt?: StepAttempt & { input: unknown };
    endsRun?: boolean;
  },
  transaction?: Transaction,
): Promise<void> {
  const { position, use, output, told, explanation, attempt, endsRun = false } = step;
  await query(
    db,
    `WITH run AS (
       UPDATE flow_runs SET status = 'completed', ended_at = now(), workflow_started = true
       WHERE $9 AND id = $1 AND ended_at IS NULL
     )
     INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, output, input,
       attempts, told, explanation, ended_at)
     VALUES ($1, $2, $3, $4, $5, 'completed', $6::jsonb, $7::jsonb, $8::jsonb, $10::jsonb,
       $11::jsonb, now())
     ON CONFLICT (run_id, step_id, iteration) DO UPDATE SET status = 'completed',
       output = excluded.output, told = excluded.told,
       explanation = excluded.explanation, input = coalesce(excluded.input, flow_run_steps.input),
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
      told ? json(told) : null,
      explanation === undefined ? null : json(explanation),
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
  step: {
    position: number;
    use: string;
    output: Record<string, unknown>;
    explanation: unknown;
  },
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

/**
 * A step that was under way or waited in a branch that another one ended. What it called is wanted no
 * more.
 */
export async function leaveStep(
  db: Database,
  key: StepKey,
  transaction?: Transaction,
): Promise<void> {
  await query(
    db,
    `WITH wait AS (
       UPDATE flow_waits SET ended_at = now()
       WHERE run_id = $1 AND step_id = $2 AND iteration = $3 AND ended_at IS NULL
     ), called AS (
       UPDATE flow_runs SET cancel_wanted = true
       WHERE parent_run_id = $1 AND parent_step_id = $2 AND parent_iteration = $3
         AND ended_at IS NULL
     )
     UPDATE flow_run_steps SET status = 'cancelled', ended_at = now(), waiting_until = NULL
     WHERE run_id = $1 AND step_id = $2 AND iteration = $3 AND ended_at IS NULL`,
    keyOf(key),
    transaction,
  );
}

/** Variables of the run, over those of the same names. */
export async function setVariables(
  db: Database,
  runId: string,
  variables: Record<string, unknown>,
  transaction: Transaction,
): Promise<void> {
  const sql = 'UPDATE flow_runs SET variables = variables || $2::jsonb WHERE id = $1';
  await query(db, sql, [runId, json(variables)], transaction);
}
