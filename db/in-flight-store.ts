import { query, type Database } from './database';

/** What Temporal was told and has not finished: what is lost when its data is. */

/** Queued mails whose workflow was started count as not started: starting again is harmless. */
export async function startDeliveriesAgain(db: Database): Promise<number> {
  const rows = await query(
    db,
    `UPDATE deliveries SET workflow_started = false, next_start_at = now()
     WHERE state = 'queued' AND workflow_started RETURNING id`,
  );
  return rows.length;
}

/** Runs that wait for an event which has happened count as not told: telling again is harmless. */
export async function signalWaitsAgain(db: Database): Promise<number> {
  const rows = await query(
    db,
    `UPDATE flow_waits SET signalled = false, next_signal_at = now()
     WHERE matched_seq IS NOT NULL AND signalled AND ended_at IS NULL RETURNING run_id`,
  );
  return rows.length;
}

/** Schedules of Flows count as not told: telling again is harmless, and makes up for what was missed. */
export async function tellSchedulesAgain(db: Database): Promise<number> {
  const rows = await query(
    db,
    `UPDATE flow_schedules SET told = false, next_try_at = now() WHERE told RETURNING flow_id`,
  );
  return rows.length;
}
