import type { Database } from '../database';

/**
 * Runs that no event of a ticket began, that follow one another by a key, that another run waits
 * for; and what steps of loops, variables and waits of other kinds leave behind.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE flow_runs
  ALTER ticket DROP NOT NULL,
  ALTER event_seq DROP NOT NULL,
  -- What began it, when that is no event of a ticket.
  ADD occurrence jsonb,
  ADD inputs jsonb NOT NULL DEFAULT '{}',
  ADD variables jsonb NOT NULL DEFAULT '{}',
  ADD outcome text,
  ADD outputs jsonb,
  ADD concurrency_key text,
  -- Run again on purpose, with keys of its own.
  ADD again boolean NOT NULL DEFAULT false,
  ADD parent_run_id text,
  ADD parent_step_id text,
  ADD parent_iteration integer,
  -- The version that it shall go on with.
  ADD move_to integer,
  ADD next_move_at timestamptz NOT NULL DEFAULT '-infinity',
  DROP CONSTRAINT flow_runs_flow_id_ticket_event_seq_rerun_key;

CREATE UNIQUE INDEX flow_runs_once ON flow_runs (flow_id, ticket, event_seq)
  WHERE rerun = 0 AND occurrence IS NULL AND NOT again;
CREATE INDEX flow_runs_of_key ON flow_runs (flow_id, concurrency_key, started_at)
  WHERE ended_at IS NULL AND concurrency_key IS NOT NULL;
CREATE INDEX flow_runs_of_parent ON flow_runs (parent_run_id)
  WHERE parent_run_id IS NOT NULL AND ended_at IS NULL;
CREATE INDEX flow_runs_to_move ON flow_runs (next_move_at)
  WHERE move_to IS NOT NULL AND ended_at IS NULL;

ALTER TABLE flow_run_steps
  -- What the workflow was told, where that is not all of the output.
  ADD told jsonb,
  -- Taken over from the run that this one repeats.
  ADD taken_over boolean NOT NULL DEFAULT false;

-- A wait for people or for another Flow has no ticket and no events.
ALTER TABLE flow_waits
  ALTER ticket DROP NOT NULL,
  ADD begun_at timestamptz NOT NULL DEFAULT now();
`);
}
