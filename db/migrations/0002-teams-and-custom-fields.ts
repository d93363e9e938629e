import type { Database } from '../database';

/** Teams with their members, and the fields that administrators add to tickets. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE teams (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX teams_name ON teams (lower(name));

CREATE TABLE team_members (
  team_id uuid NOT NULL REFERENCES teams ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  PRIMARY KEY (team_id, agent_id)
);
CREATE INDEX team_members_by_agent ON team_members (agent_id);

CREATE TABLE custom_fields (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  type text NOT NULL CHECK (type IN
    ('text', 'number', 'date', 'select', 'multi_select', 'boolean', 'link')),
  options text[] NOT NULL DEFAULT '{}',
  required boolean NOT NULL DEFAULT false,
  position integer NOT NULL,
  archived_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE tickets ADD COLUMN team_id uuid REFERENCES teams;
ALTER TABLE tickets ADD COLUMN custom_fields jsonb NOT NULL DEFAULT '{}';
CREATE INDEX tickets_by_team ON tickets (team_id, created_at DESC, number DESC)
  WHERE team_id IS NOT NULL;
CREATE INDEX tickets_by_custom_fields ON tickets USING gin (custom_fields jsonb_path_ops)
  WHERE custom_fields <> '{}';

-- As of the event, for conditions.
ALTER TABLE ticket_events ADD COLUMN custom_fields jsonb NOT NULL DEFAULT '{}';

-- A ticket is found by a custom field's new value too.
CREATE TRIGGER search_ticket_fields_changed AFTER UPDATE ON tickets FOR EACH ROW
  WHEN (OLD.custom_fields IS DISTINCT FROM NEW.custom_fields)
  EXECUTE FUNCTION search_ticket_changed();
`);
}
