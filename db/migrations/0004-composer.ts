import type { Database } from '../database';

/** What an agent writes with: drafts, held replies, mentions, macros; and what agents are told of. */
export async function up(db: Database): Promise<void> {
  await db.sequelize.query(sql);
}

const sql = /* sql */ `
BEGIN;

-- A reply may be taken back while it is held. The sweep takes a mail only when its hold is over,
-- and taking back only one whose hold is not, each in one statement on this row.
ALTER TABLE deliveries ADD COLUMN held_until timestamptz;
ALTER TABLE deliveries ADD COLUMN retries integer NOT NULL DEFAULT 0;
ALTER TABLE deliveries DROP CONSTRAINT deliveries_state_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_state_check
  CHECK (state IN ('queued', 'sent', 'failed', 'bounced', 'withdrawn'));

-- A withdrawn reply is kept for whoever took it back, and is nobody's to read: its direction
-- becomes 'internal', so that nothing that looks for mail finds it.
ALTER TABLE messages ADD COLUMN withdrawn_at timestamptz;

CREATE TABLE drafts (
  owner text NOT NULL,
  ticket integer NOT NULL REFERENCES tickets,
  mode text NOT NULL CHECK (mode IN ('reply', 'note')),
  version integer NOT NULL,
  content jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, ticket, mode)
);

CREATE TABLE macros (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL,
  text text NOT NULL DEFAULT '',
  changes jsonb NOT NULL DEFAULT '{}',
  -- Whose alone it is; null: everybody's.
  owner text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Whom a note calls by name.
CREATE TABLE message_mentions (
  message_id uuid NOT NULL,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  PRIMARY KEY (message_id, agent_id)
);

CREATE TABLE notifications (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  ticket integer NOT NULL REFERENCES tickets,
  seq integer NOT NULL,
  kind text NOT NULL,
  actor_name text NOT NULL,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  UNIQUE (agent_id, ticket, seq)
);
CREATE INDEX notifications_of_agent ON notifications (agent_id, created_at DESC, id);
CREATE INDEX notifications_unread ON notifications (agent_id) WHERE read_at IS NULL;

-- How an agent wants to hear of each kind. No row: both ways.
CREATE TABLE notification_settings (
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  kind text NOT NULL,
  mail boolean NOT NULL DEFAULT true,
  in_app boolean NOT NULL DEFAULT true,
  PRIMARY KEY (agent_id, kind)
);

CREATE TABLE presence (
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  ticket integer NOT NULL REFERENCES tickets,
  state text NOT NULL CHECK (state IN ('viewing', 'writing')),
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (agent_id, ticket)
);
CREATE INDEX presence_of_ticket ON presence (ticket);

COMMIT;
`;
