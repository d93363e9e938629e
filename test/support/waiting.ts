import { query, type Database } from '../../db/database';
import { eventually } from './eventually';

/** Until another connection to this database waits for a lock that somebody holds. */
export async function untilSomebodyWaits(db: Database): Promise<void> {
  await eventually(async () => {
    const waiting = await query(
      db,
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  });
}
