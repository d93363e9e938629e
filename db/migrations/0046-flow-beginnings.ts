import type { Database } from '../database';

/** How Flows begin besides events of tickets: schedules, webhooks, and what happens beside tickets. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
-- The schedules that Temporal shall have, and whether it was told.
CREATE TABLE flow_schedules (
  flow_id uuid NOT NULL REFERENCES flows (id) ON DELETE CASCADE,
  -- Which of the Flow's schedules, from 0.
  number integer NOT NULL,
  cron text NOT NULL,
  time_zone text NOT NULL,
  -- False: it is to be removed.
  wanted boolean NOT NULL DEFAULT true,
  -- Since when it is as it is: from then on its times count, also while Temporal is away.
  since timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  told boolean NOT NULL DEFAULT false,
  next_try_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, number)
);
CREATE INDEX flow_schedules_to_tell ON flow_schedules (next_try_at) WHERE NOT told;

-- The revision of the Flows from which the schedules were last taken.
CREATE TABLE flow_schedules_revision (revision bigint NOT NULL);
INSERT INTO flow_schedules_revision VALUES (-1);

-- Publishing, switching on or off, archiving: whatever moves the revision may change schedules.
CREATE FUNCTION tell_flow_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('work', 'flow_schedules');
  RETURN NULL;
END $$;
CREATE TRIGGER tell_flow_revision AFTER UPDATE ON flow_revision
  FOR EACH STATEMENT EXECUTE FUNCTION tell_flow_revision();

-- Which secret a Flow's webhook has: the secrets follow from the installation's and this number.
CREATE TABLE flow_webhooks (
  flow_id uuid PRIMARY KEY REFERENCES flows (id) ON DELETE CASCADE,
  generation integer NOT NULL,
  rotated_at timestamptz NOT NULL
);

-- What happened beside tickets, written with the thing itself, until Flows were planned for it.
CREATE TABLE flow_occurrences (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor jsonb NOT NULL,
  data jsonb NOT NULL,
  planned boolean NOT NULL DEFAULT false
);
CREATE INDEX flow_occurrences_to_plan ON flow_occurrences (id) WHERE NOT planned;
CREATE INDEX flow_occurrences_planned ON flow_occurrences (at) WHERE planned;
`);
}
