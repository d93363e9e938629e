import type { Database } from '../database';

/**
 * What a step or a wait of a run asks for does not grow with the length of its loops; and the
 * workflow of a run that was ended from outside is told, also when its waits have ended with it.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE INDEX flow_run_steps_outside_loops ON flow_run_steps (run_id) WHERE iteration = 0;
CREATE INDEX flow_waits_seen ON flow_waits (run_id, seen_seq);
CREATE INDEX flow_waits_open ON flow_waits (run_id) WHERE ended_at IS NULL;

DROP INDEX flow_waits_to_signal;
CREATE INDEX flow_waits_to_signal ON flow_waits (next_signal_at)
  WHERE matched_seq IS NOT NULL AND NOT signalled;
`);
}
