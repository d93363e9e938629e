import type { TicketEvent } from '../domain/ticket/event';
import type { CompiledFlow, StepOutput } from '../flows/engine/definition';
import type { Occurrence } from '../flows/engine/occurrence';
import { endApprovalsOfRuns } from './approval-store';
import { inTransaction, query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';
import { markWaitMatched } from './flow-planning-store';
import { compiledVersion } from './flow-step-store';

/** `queued`: its turn comes after another run. `held`: its Flow is paused. Neither has a workflow. */
export const runStatuses = [
  'queued',
  'held',
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
  /** Null: what began it concerns no ticket. */
  ticket: number | null;
  /** The event of the ticket that began it, or after which it was begun otherwise. */
  eventSeq: number | null;
  occurrence: Occurrence | null;
  inputs: Record<string, unknown>;
  rootRunId: string;
  rerun: number;
  depth: number;
  /** The runs that led to this one, the first first. */
  chain: { run: string; ticket: number; seq: number }[];
  status: RunStatus;
  reason: string | null;
  /** What its `stop` says, and what it answers to a Flow that called it. */
  outcome: string | null;
  outputs: Record<string, unknown> | null;
  parentRunId: string | null;
  startedAt: Date;
  /** In microseconds, for cursors: a `Date` has milliseconds only. */
  startedPrecisely: string;
  endedAt: Date | null;
}

const columns = `r.id, r.flow_id AS "flowId", f.slug AS flow, f.title AS "flowTitle", r.version,
  r.ticket, r.event_seq AS "eventSeq", r.occurrence, r.inputs, r.outcome, r.outputs,
  r.parent_run_id AS "parentRunId", r.root_run_id AS "rootRunId", r.rerun, r.depth, r.chain,
  r.status, r.reason, r.started_at AS "startedAt", r.started_at::text AS "startedPrecisely",
  r.ended_at AS "endedAt"`;

export async function findRun(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<FlowRun | null> {
  const sql = `SELECT ${columns} FROM flow_runs r JOIN flows f ON f.id = r.flow_id WHERE r.id = $1`;
  const [row] = await query<FlowRun>(db, sql, [id], transaction);
  return row ?? null;
}

/** The newest run that has the keys of this one. */
export async function latestRunOf(
  db: Database,
  rootRunId: string,
  transaction?: Transaction,
): Promise<FlowRun | null> {
  const sql = `SELECT ${columns} FROM flow_runs r JOIN flows f ON f.id = r.flow_id
    WHERE r.root_run_id = $1 ORDER BY r.rerun DESC LIMIT 1`;
  const [row] = await query<FlowRun>(db, sql, [rootRunId], transaction);
  return row ?? null;
}

/** Which step of which run waits for this one. */
export async function setParent(
  db: Database,
  id: string,
  parent: { runId: string; stepId: string; iteration: number },
  transaction: Transaction,
): Promise<void> {
  const sql = `UPDATE flow_runs SET parent_run_id = $2, parent_step_id = $3, parent_iteration = $4
    WHERE id = $1`;
  const { runId, stepId, iteration } = parent;
  await query(db, sql, [id, runId, stepId, iteration], transaction);
}

export interface RunFilter {
  flow?: string | undefined;
  ticket?: number | undefined;
  statuses?: readonly RunStatus[] | undefined;
  version?: number | undefined;
  /** The step that failed in it. */
  failedStep?: string | undefined;
  /** Words of why it or one of its attempts failed. */
  error?: string | undefined;
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
       AND ($7::int IS NULL OR r.version = $7)
       AND ($8::text IS NULL OR EXISTS (SELECT 1 FROM flow_run_steps s
         WHERE s.run_id = r.id AND s.step_id = $8 AND s.status = 'failed'))
       AND ($9::text IS NULL OR strpos(lower(coalesce(r.reason, '')), lower($9)) > 0
         OR EXISTS (SELECT 1 FROM flow_run_steps s, jsonb_array_elements(s.attempts) a
           WHERE s.run_id = r.id AND strpos(lower(coalesce(a->>'error', '')), lower($9)) > 0))
     ORDER BY r.started_at DESC, r.id LIMIT $6`,
    [
      filter.flow ?? null,
      filter.ticket ?? null,
      filter.statuses ?? null,
      page.after?.startedAt ?? null,
      page.after?.id ?? null,
      page.limit,
      filter.version ?? null,
      filter.failedStep ?? null,
      filter.error ?? null,
    ],
  );
}

/** A run whose workflow Temporal has not confirmed yet, with all that the workflow is given. */
export interface RunToStart {
  id: string;
  ticket: number | null;
  compiled: CompiledFlow;
  event: TicketEvent | null;
  occurrence: Occurrence | null;
  /** What the run need not do again, when it repeats another. */
  done: { key: string; told: StepOutput; position: number }[];
}

/** Takes runs to be started; others leave them alone for a while. */
export async function claimRunsToStart(db: Database, limit: number): Promise<RunToStart[]> {
  const rows = await query<
    Omit<RunToStart, 'event' | 'compiled' | 'done'> & {
      flowId: string;
      version: number;
      event: (Omit<EventRow, 'at'> & { at: string }) | null;
      done: RunToStart['done'] | null;
    }
  >(
    db,
    `WITH claimed AS (
       UPDATE flow_runs SET next_start_at = now() + interval '15 seconds' WHERE id IN (
         SELECT id FROM flow_runs
         WHERE NOT workflow_started AND NOT cancel_wanted AND status = 'starting'
           AND next_start_at <= now()
         ORDER BY next_start_at LIMIT $1 FOR UPDATE SKIP LOCKED
       ) RETURNING id, flow_id, version, ticket, event_seq, occurrence, rerun
     )
     SELECT c.id, c.ticket, c.flow_id AS "flowId", c.version, c.occurrence, to_jsonb(e) AS event,
       CASE WHEN c.rerun > 0 THEN (
         SELECT jsonb_agg(jsonb_build_object('key', s.step_id || '/' || s.iteration,
           'told', coalesce(s.told, s.output), 'position', s.position))
         FROM flow_run_steps s WHERE s.run_id = c.id AND s.status = 'completed'
       ) END AS done
     FROM claimed c
     LEFT JOIN ticket_events e ON e.ticket = c.ticket AND e.seq = c.event_seq
     ORDER BY c.ticket, c.event_seq`,
    [limit],
  );
  return Promise.all(
    rows.map(async ({ flowId, version, event, done, ...row }) => ({
      ...row,
      compiled: await compiledVersion(db, { flowId, version }),
      event: event && eventFromRow({ ...event, at: new Date(event.at) }),
      done: done ?? [],
    })),
  );
}

/**
 * Lets the next of each key begin that waits for its turn, where nobody is before it any more. Those
 * that were planned in one transaction go in the order of their events.
 */
export async function letNextBegin(db: Database): Promise<number> {
  const rows = await query<{ id: string }>(
    db,
    `UPDATE flow_runs SET status = 'starting', next_start_at = now() WHERE status = 'queued' AND id IN (
       SELECT DISTINCT ON (flow_id, concurrency_key) id FROM flow_runs waiting
       WHERE status = 'queued' AND ended_at IS NULL AND concurrency_key IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM flow_runs busy
         WHERE busy.flow_id = waiting.flow_id AND busy.concurrency_key = waiting.concurrency_key
           AND busy.ended_at IS NULL AND busy.status NOT IN ('queued', 'held')
       ) ORDER BY flow_id, concurrency_key, started_at, event_seq, id
     ) RETURNING id`,
    [],
  );
  return rows.length;
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

export interface RunEnding {
  status: 'completed' | 'failed' | 'cancelled';
  reason: string | null;
  outcome?: string | null;
  outputs?: Record<string, unknown> | null;
}

/**
 * The first end counts; later ones change nothing. Open waits of the run end with it: its workflow is
 * told, which may know nothing of this end yet, and so is a run that waits for this one. Runs that it
 * called and that are not over are no longer wanted.
 */
export async function endRun(
  db: Database,
  id: string,
  end: RunEnding,
  transaction?: Transaction,
): Promise<void> {
  if (!transaction) return inTransaction(db, (own) => endRun(db, id, end, own));
  const { status, reason, outcome = null, outputs = null } = end;
  // In the order in which answers take their locks: what is asked first, then the wait for it.
  await endApprovalsOfRuns(db, [id], transaction);
  const [parent] = await query<{ runId: string | null; stepId: string; iteration: number }>(
    db,
    `WITH ended AS (
       UPDATE flow_runs SET status = $2, reason = $3, outcome = $4, outputs = $5::jsonb,
         ended_at = now(), workflow_started = true
       WHERE id = $1 AND ended_at IS NULL
       RETURNING id, parent_run_id, parent_step_id, parent_iteration
     ), waits AS (
       UPDATE flow_waits w SET ended_at = now(), next_signal_at = now(),
         matched_seq = coalesce(w.matched_seq, 0)
       FROM ended WHERE w.run_id = ended.id AND w.ended_at IS NULL
     ), called AS (
       UPDATE flow_runs r SET cancel_wanted = true FROM ended
       WHERE r.parent_run_id = ended.id AND r.ended_at IS NULL
     ), steps AS (
       UPDATE flow_run_steps s SET ended_at = now(), waiting_until = NULL,
         status = CASE WHEN $2 = 'cancelled' THEN 'cancelled' ELSE 'failed' END
       FROM ended WHERE s.run_id = ended.id AND s.ended_at IS NULL AND $2 <> 'completed'
     )
     SELECT parent_run_id AS "runId", parent_step_id AS "stepId", parent_iteration AS iteration
     FROM ended`,
    [id, status, reason, outcome, outputs && JSON.stringify(outputs)],
    transaction,
  );
  // A statement of its own: a wait that began while this one waited for the row is seen, too.
  if (parent?.runId) await markWaitMatched(db, { ...parent, runId: parent.runId }, 0, transaction);
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

/** What is run again takes its turn among the runs of its key. */
const firstStatus = `CASE WHEN concurrency_key IS NULL THEN 'starting' ELSE 'queued' END`;

/**
 * A run again, with the keys of its root: what had its effect does not have it twice. Steps that were
 * completed keep their answers, except from `fromPosition` on.
 */
export async function insertRerun(
  db: Database,
  run: FlowRun,
  { fromPosition = null }: { fromPosition?: number | null },
  transaction: Transaction,
): Promise<string> {
  await query(
    db,
    'SELECT id FROM flow_runs WHERE id = $1 FOR UPDATE',
    [run.rootRunId],
    transaction,
  );
  const [row] = await query<{ id: string }>(
    db,
    `WITH added AS (
       INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, rerun, depth,
         chain, occurrence, inputs, concurrency_key, status)
       SELECT root_run_id || '.r' || next, flow_id, version, ticket, event_seq, root_run_id, next,
         depth, chain, occurrence, inputs, concurrency_key, ${firstStatus}
       FROM flow_runs, LATERAL (
         SELECT max(rerun) + 1 AS next FROM flow_runs WHERE root_run_id = $2
       ) AS numbered
       WHERE id = $1 RETURNING id
     ), kept AS (
       SELECT DISTINCT ON (step_id, iteration) s.* FROM flow_run_steps s
       JOIN flow_runs r ON r.id = s.run_id
       WHERE r.root_run_id = $2 AND s.status = 'completed'
         AND ($3::int IS NULL OR (s.run_id = $1 AND s.position < $3))
       ORDER BY step_id, iteration, r.rerun DESC
     ), variables AS (
       SELECT coalesce(jsonb_object_agg(key, value ORDER BY position), '{}') AS said
       FROM kept, jsonb_each(output) WHERE use = 'set'
     ), steps AS (
       INSERT INTO flow_run_steps (run_id, step_id, iteration, position, use, status, input, output,
         told, explanation, attempts, started_at, ended_at, taken_over)
       SELECT added.id, step_id, iteration, position, use, status, input, output, told, explanation,
         attempts, started_at, ended_at, true FROM kept, added
     )
     SELECT added.id, variables.said FROM added, variables`,
    [run.id, run.rootRunId, fromPosition],
    transaction,
  );
  const { id, said } = row as { id: string; said: unknown };
  const sql = 'UPDATE flow_runs SET variables = $2::jsonb WHERE id = $1';
  await query(db, sql, [id, JSON.stringify(said)], transaction);
  return id;
}

/** The same run as new: with keys of its own and nothing done, on the version that is given. */
export async function insertAgain(
  db: Database,
  run: FlowRun,
  version: number,
  transaction: Transaction,
): Promise<string> {
  await query(
    db,
    'SELECT id FROM flow_runs WHERE id = $1 FOR UPDATE',
    [run.rootRunId],
    transaction,
  );
  const [row] = await query<{ id: string }>(
    db,
    `INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, depth, chain,
       occurrence, inputs, concurrency_key, status, again)
     SELECT $2 || '.n' || next, flow_id, $3, ticket, event_seq, $2 || '.n' || next, depth, chain,
       occurrence, inputs, concurrency_key, ${firstStatus}, true
     FROM flow_runs, LATERAL (
       SELECT count(*) + 1 AS next FROM flow_runs
       WHERE again AND rerun = 0 AND left(id, length($2) + 2) = $2 || '.n'
     ) AS numbered
     WHERE id = $1 RETURNING id`,
    [run.id, run.rootRunId, version],
    transaction,
  );
  return row!.id;
}

/** Failed runs of a Flow that nobody has run again since, the oldest first. */
export async function failedRunsOf(
  db: Database,
  flowId: string,
  limit: number,
  transaction: Transaction,
): Promise<FlowRun[]> {
  return query<FlowRun>(
    db,
    `SELECT ${columns} FROM flow_runs r JOIN flows f ON f.id = r.flow_id
     WHERE r.flow_id = $1 AND r.status = 'failed' AND NOT EXISTS (
       SELECT 1 FROM flow_runs later
       WHERE later.root_run_id = r.root_run_id AND later.rerun > r.rerun
     ) ORDER BY r.started_at, r.id LIMIT $2 FOR UPDATE OF r`,
    [flowId, limit],
    transaction,
  );
}

/** Asks waiting runs to go on with another version. */
export async function askToMove(
  db: Database,
  ids: readonly string[],
  version: number,
  transaction: Transaction,
): Promise<void> {
  const sql = `UPDATE flow_runs SET move_to = $2, next_move_at = now()
    WHERE id = ANY($1) AND ended_at IS NULL`;
  await query(db, sql, [ids, version], transaction);
}

/** Takes runs that are asked to move; one that has not moved a while later is taken again. */
export async function claimRunsToMove(db: Database, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `UPDATE flow_runs SET next_move_at = now() + interval '30 seconds' WHERE id IN (
       SELECT id FROM flow_runs
       WHERE move_to IS NOT NULL AND ended_at IS NULL AND workflow_started AND next_move_at <= now()
       ORDER BY next_move_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING id`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** Runs of a Flow that wait, with the version they are on and the steps that they wait at. */
export async function waitingRuns(
  db: Database,
  flowId: string,
): Promise<{ id: string; version: number; waitsAt: string[] }[]> {
  return query(
    db,
    `SELECT r.id, r.version, array_agg(w.step_id ORDER BY w.step_id) AS "waitsAt"
     FROM flow_runs r JOIN flow_waits w ON w.run_id = r.id AND w.ended_at IS NULL
     WHERE r.flow_id = $1 AND r.status = 'waiting' AND r.ended_at IS NULL
     GROUP BY r.id, r.version ORDER BY r.id`,
    [flowId],
  );
}

export interface RunToMove {
  flowId: string;
  version: number;
  /** The version that it was asked to go on with; null: it was not, or is on it already. */
  moveTo: number | null;
  waitsAt: string[];
}

/** Where a run is that may be asked to move, held until the transaction ends. */
export async function findMove(
  db: Database,
  id: string,
  transaction: Transaction,
): Promise<RunToMove | null> {
  const [row] = await query<RunToMove>(
    db,
    `SELECT flow_id AS "flowId", version, move_to AS "moveTo", ARRAY(
       SELECT step_id FROM flow_waits WHERE run_id = $1 AND ended_at IS NULL) AS "waitsAt"
     FROM flow_runs WHERE id = $1 FOR UPDATE`,
    [id],
    transaction,
  );
  return row ?? null;
}

/** The run is on this version now, and asked to move no more. */
export async function endMove(
  db: Database,
  id: string,
  version: number,
  transaction: Transaction,
): Promise<void> {
  const sql = 'UPDATE flow_runs SET version = $2, move_to = NULL WHERE id = $1';
  await query(db, sql, [id, version], transaction);
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
