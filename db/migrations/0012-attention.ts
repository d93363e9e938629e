import type { Database } from '../database';

/** What agents are told of in the product, who watches a ticket, and who is mentioned in a note. */
export async function up(db: Database): Promise<void> {
  await db.sequelize.query(sql);
}

const sql = /* sql */ `
BEGIN;

-- One agent is told once of one command, however many events it brought.
CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  ticket integer NOT NULL REFERENCES tickets ON DELETE CASCADE,
  command_id text NOT NULL,
  kind text NOT NULL,
  event_type text NOT NULL,
  status text,
  message_id uuid,
  actor jsonb NOT NULL,
  at timestamptz NOT NULL,
  read_at timestamptz,
  UNIQUE (agent_id, ticket, command_id)
);
CREATE INDEX notifications_of_agent ON notifications (agent_id, at DESC, id DESC);
CREATE INDEX notifications_unread ON notifications (agent_id, ticket) WHERE read_at IS NULL;
CREATE INDEX notifications_by_age ON notifications (at);

CREATE TABLE watchers (
  ticket integer NOT NULL REFERENCES tickets ON DELETE CASCADE,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ticket, agent_id)
);
CREATE INDEX watchers_of_agent ON watchers (agent_id, ticket);

-- Either an agent or a team; the name as it stood in the text.
CREATE TABLE message_mentions (
  message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
  position integer NOT NULL,
  agent_id uuid REFERENCES agents ON DELETE CASCADE,
  team_id uuid REFERENCES teams ON DELETE CASCADE,
  name text NOT NULL,
  PRIMARY KEY (message_id, position),
  CHECK (num_nonnulls(agent_id, team_id) = 1)
);
CREATE INDEX message_mentions_of_agent ON message_mentions (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX message_mentions_of_team ON message_mentions (team_id) WHERE team_id IS NOT NULL;

COMMIT;
`;
