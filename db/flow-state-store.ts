import type { Actor } from '../domain/ticket/command';
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
    `WITH told AS (UPDATE flow_revision SET revision = revision + 1)
     UPDATE flows SET enabled = $2, changed_by = $5, updated_at = now(),
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
  const rows = await query(
    db,
    `UPDATE flow_runs SET cancel_wanted = true,
       status = CASE WHEN status IN ('held', 'queued') THEN 'cancelled' ELSE status END,
       reason = CASE WHEN status IN ('held', 'queued') THEN $2 ELSE reason END,
       ended_at = CASE WHEN status IN ('held', 'queued') THEN now() END
     WHERE flow_id = $1 AND ended_at IS NULL RETURNING id`,
    [flowId, reason],
    transaction,
  );
  return rows.length;
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

/** Runs of one key take their turns. */
const onItsWay = `CASE WHEN concurrency_key IS NULL THEN 'starting' ELSE 'queued' END`;

/** The runs that were held while a Flow was paused: on their way now, or dropped with a reason. */
export async function settleHeldRuns(
  db: Database,
  flowId: string,
  held: { are: 'run' } | { are: 'drop'; reason: string },
  transaction: Transaction,
): Promise<number> {
  const sql =
    held.are === 'run'
      ? `UPDATE flow_runs SET status = ${onItsWay}, next_start_at = now()
         WHERE flow_id = $1 AND status = 'held' RETURNING id`
      : `UPDATE flow_runs SET status = 'stopped', reason = $2, ended_at = now()
         WHERE flow_id = $1 AND status = 'held' RETURNING id`;
  const bind = held.are === 'run' ? [flowId] : [flowId, held.reason];
  return (await query(db, sql, bind, transaction)).length;
}

/**
 * Runs that were held for a Flow which was resumed in that very moment go on. Answers how many:
 * there are seldom any.
 */
export async function releaseForgottenRuns(db: Database): Promise<number> {
  const rows = await query(
    db,
    `UPDATE flow_runs r SET status = ${onItsWay}, next_start_at = now() FROM flows f
     WHERE r.status = 'held' AND f.id = r.flow_id AND f.paused_at IS NULL RETURNING r.id`,
  );
  return rows.length;
}

/** Whatever runs or waits for its turn under a key makes room for a newer run. */
export async function replaceRunsOfKey(
  db: Database,
  { flowId, key, by }: { flowId: string; key: string; by: string },
  transaction: Transaction,
): Promise<void> {
  await query(
    db,
    `UPDATE flow_runs SET cancel_wanted = true,
       status = CASE WHEN status IN ('held', 'queued') THEN 'cancelled' ELSE status END,
       reason = CASE WHEN status IN ('held', 'queued') THEN $4 ELSE reason END,
       ended_at = CASE WHEN status IN ('held', 'queued') THEN now() END
     WHERE flow_id = $1 AND concurrency_key = $2 AND id <> $3 AND ended_at IS NULL`,
    [flowId, key, by, `The run ${by} took its place.`],
    transaction,
  );
}
