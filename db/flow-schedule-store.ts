import type { FlowSchedule } from '../flows/engine/definition';
import { inTransaction, query, type Database } from './database';

/** A schedule that Temporal is to be told of. */
export interface ScheduleToTell extends FlowSchedule {
  flowId: string;
  number: number;
  /** False: it is to be removed. */
  wanted: boolean;
  /** Since when it is as it is. */
  since: Date;
}

/**
 * Takes over the schedules of the Flows that are published and on, when a Flow was changed since the
 * last time. Looking is cheap: the revision of the Flows tells.
 */
export async function takeOverSchedules(db: Database): Promise<void> {
  if (!(await areStale(db))) return;
  await inTransaction(db, async (transaction) => {
    // One at a time; the revision is read before the Flows, so that a newer one is looked at again.
    await query(
      db,
      'UPDATE flow_schedules_revision SET revision = (SELECT revision FROM flow_revision)',
      [],
      transaction,
    );
    await query(
      db,
      `WITH wanted AS (
         SELECT f.id AS flow_id, s.place::int - 1 AS number, s.schedule->>'cron' AS cron,
           s.schedule->>'timeZone' AS time_zone
         FROM flows f JOIN flow_versions v ON v.flow_id = f.id AND v.version = f.published_version,
           jsonb_array_elements(v.compiled->'schedules') WITH ORDINALITY s(schedule, place)
         WHERE f.enabled AND f.archived_at IS NULL
       ), removed AS (
         UPDATE flow_schedules k SET wanted = false, told = false, next_try_at = now()
         WHERE k.wanted AND NOT EXISTS (
           SELECT FROM wanted w WHERE w.flow_id = k.flow_id AND w.number = k.number)
       )
       INSERT INTO flow_schedules AS k (flow_id, number, cron, time_zone)
       SELECT flow_id, number, cron, time_zone FROM wanted
       ON CONFLICT (flow_id, number) DO UPDATE SET cron = excluded.cron,
         time_zone = excluded.time_zone, wanted = true, told = false, since = excluded.since,
         next_try_at = now()
       WHERE (k.cron, k.time_zone, k.wanted) IS DISTINCT FROM
         (excluded.cron, excluded.time_zone, true)`,
      [],
      transaction,
    );
  });
}

async function areStale(db: Database): Promise<boolean> {
  const [row] = await query<{ stale: boolean }>(
    db,
    `SELECT k.revision <> f.revision AS stale FROM flow_schedules_revision k, flow_revision f`,
  );
  return row!.stale;
}

/** Takes schedules of which Temporal does not know yet; others leave them alone for a while. */
export async function claimSchedulesToTell(db: Database, limit: number): Promise<ScheduleToTell[]> {
  return query<ScheduleToTell>(
    db,
    `UPDATE flow_schedules SET next_try_at = now() + interval '15 seconds'
     WHERE (flow_id, number) IN (
       SELECT flow_id, number FROM flow_schedules WHERE NOT told AND next_try_at <= now()
       ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED
     ) RETURNING flow_id AS "flowId", number, cron, time_zone AS "timeZone", wanted, since`,
    [limit],
  );
}

/** Temporal knows of it now; unless it was changed meanwhile, which is told again. */
export async function confirmScheduleTold(
  db: Database,
  { flowId, number, wanted, since }: ScheduleToTell,
): Promise<void> {
  const isStillSo = 'flow_id = $1 AND number = $2 AND wanted = $3 AND since = $4';
  const sql = wanted
    ? `UPDATE flow_schedules SET told = true WHERE ${isStillSo}`
    : `DELETE FROM flow_schedules WHERE ${isStillSo}`;
  await query(db, sql, [flowId, number, wanted, since]);
}

/** Temporal could not be told now; the next round tries again. */
export async function releaseScheduleToTell(
  db: Database,
  { flowId, number }: Pick<ScheduleToTell, 'flowId' | 'number'>,
): Promise<void> {
  const sql = 'UPDATE flow_schedules SET next_try_at = now() WHERE flow_id = $1 AND number = $2';
  await query(db, sql, [flowId, number]);
}
