import type { Database } from '../database';

/** Drafts, held replies, and how agents want to hear of things. */
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

-- How an agent wants to hear of each kind. No row: both ways.
CREATE TABLE notification_settings (
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  kind text NOT NULL,
  mail boolean NOT NULL DEFAULT true,
  in_app boolean NOT NULL DEFAULT true,
  PRIMARY KEY (agent_id, kind)
);

COMMIT;
`;
