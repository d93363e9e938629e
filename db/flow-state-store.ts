import type { Actor } from '../domain/ticket/command';
import type { RunStatus } from './flow-run-store';
import { query, type Database, type Transaction } from './database';

/** What a Flow does about new events. */
export interface FlowState {
  enabled: boolean;
  paused: boolean;
  archived: boolean;
}

/** Moves a Flow to a state; every process looks at its Flows anew. */
export async function setFlowState(
  db: Database,
  id: string,
  { enabled, paused, archived }: FlowState,
  by: Actor,
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE flows SET enabled = $2, changed_by = $5, updated_at = now(),
       paused_at = CASE WHEN $3 THEN coalesce(paused_at, now()) END,
       archived_at = CASE WHEN $4 THEN coalesce(archived_at, now()) END
     WHERE id = $1`,
    [id, enabled, paused, archived, JSON.stringify(by)],
    transaction,
  );
}

/**
 * Ends what has no workflow yet and marks every other run of a Flow, so that it is cancelled as soon
 * as Temporal can be asked. Answers how many runs that are.
 */
export async function wantRunsCancelled(
  db: Database,
  flowId: string,
  reason: string,
  transaction: Transaction,
): Promise<number> {
  const unbegun = { flowId, statuses: ['held', 'queued'], to: 'cancelled', reason } as const;
  const ended = await endUnbegunRuns(db, unbegun, transaction);
  const marked = await query(
    db,
    `UPDATE flow_runs SET cancel_wanted = true WHERE flow_id = $1 AND ended_at IS NULL RETURNING id`,
    [flowId],
    transaction,
  );
  return ended + marked.length;
}

/** Runs without a workflow have nothing to end but their row; a run that waits for one is told. */
async function endUnbegunRuns(
  db: Database,
  {
    flowId,
    statuses,
    to,
    reason,
    key = null,
    except = null,
  }: {
    flowId: string;
    /** Only those of this concurrency key, and not this run. */
    key?: string | null;
    except?: string | null;
    statuses: readonly RunStatus[];
    to: 'cancelled' | 'stopped';
    reason: string;
  },
  transaction: Transaction,
): Promise<number> {
  const rows = await query(
    db,
    `WITH ended AS (
       UPDATE flow_runs SET status = $3, reason = $4, ended_at = now()
       WHERE flow_id = $1 AND status = ANY($2) AND ended_at IS NULL
         AND ($5::text IS NULL OR concurrency_key = $5) AND ($6::text IS NULL OR id <> $6)
       RETURNING id, parent_run_id, parent_step_id, parent_iteration
     ), parents AS (
       UPDATE flow_waits w SET matched_seq = 0, next_signal_at = now() FROM ended
       WHERE w.run_id = ended.parent_run_id AND w.step_id = ended.parent_step_id
         AND w.iteration = ended.parent_iteration AND w.ended_at IS NULL
     ) SELECT id FROM ended`,
    [flowId, statuses, to, reason, key, except],
    transaction,
  );
  return rows.length;
}

/** Whatever runs or waits for its turn under a key makes room for a newer run. */
export async function replaceRunsOfKey(
  db: Database,
  { flowId, key, by }: { flowId: string; key: string; by: string },
  transaction: Transaction,
): Promise<void> {
  const reason = `The run ${by} took its place.`;
  const unbegun = { flowId, statuses: ['held', 'queued'], to: 'cancelled', reason } as const;
  await endUnbegunRuns(db, { ...unbegun, key, except: by }, transaction);
  await query(
    db,
    `UPDATE flow_runs SET cancel_wanted = true
     WHERE flow_id = $1 AND concurrency_key = $2 AND id <> $3 AND ended_at IS NULL`,
    [flowId, key, by],
    transaction,
  );
}

/** Takes runs to be cancelled; one that has not ended a while later is taken again. */
export async function claimRunsToCancel(db: Database, limit: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    db,
    `UPDATE flow_runs SET next_cancel_at = now() + interval '30 seconds' WHERE id IN (
       SELECT id FROM flow_runs WHERE cancel_wanted AND ended_at IS NULL AND next_cancel_at <= now()
       ORDER BY next_cancel_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING id`,
    [limit],
  );
  return rows.map(({ id }) => id);
}

/** They could not be cancelled now; the next round tries again. */
export async function releaseRunsToCancel(db: Database, ids: string[]): Promise<void> {
  await query(db, 'UPDATE flow_runs SET next_cancel_at = now() WHERE id = ANY($1)', [ids]);
}

/**
 * What was held while a Flow was paused goes on, one of each key at a time. Answers how many runs.
 */
export async function releaseHeldRuns(
  db: Database,
  flowId: string,
  transaction: Transaction,
): Promise<number> {
  const sql = `UPDATE flow_runs SET ${released} WHERE flow_id = $1 AND status = 'held' RETURNING id`;
  return (await query(db, sql, [flowId], transaction)).length;
}

/** What was held while a Flow was paused never runs, and says why. Answers how many runs. */
export function dropHeldRuns(
  db: Database,
  flowId: string,
  reason: string,
  transaction: Transaction,
): Promise<number> {
  const held = { flowId, statuses: ['held'], to: 'stopped', reason } as const;
  return endUnbegunRuns(db, held, transaction);
}

/**
 * Runs that were held for a Flow which was resumed in that very moment go on. Answers how many:
 * there are seldom any.
 */
export async function releaseForgottenRuns(db: Database): Promise<number> {
  const rows = await query(
    db,
    `UPDATE flow_runs r SET ${released} FROM flows f
     WHERE r.status = 'held' AND f.id = r.flow_id AND f.paused_at IS NULL RETURNING r.id`,
  );
  return rows.length;
}

const released = `next_start_at = now(),
  status = CASE WHEN concurrency_key IS NULL THEN 'starting' ELSE 'queued' END`;
