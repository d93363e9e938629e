import type { Database } from '../database';

/** A third role, one-time links by mail, sessions that can be named, and agents who are away. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE agents DROP CONSTRAINT agents_role_check;
ALTER TABLE agents ADD CONSTRAINT agents_role_check
  CHECK (role IN ('admin', 'agent', 'read-only'));
ALTER TABLE api_keys DROP CONSTRAINT api_keys_role_check;
ALTER TABLE api_keys ADD CONSTRAINT api_keys_role_check
  CHECK (role IN ('admin', 'agent', 'read-only'));

-- Invited and not come yet: such an agent is not active.
ALTER TABLE agents ADD COLUMN invited_at timestamptz;
ALTER TABLE agents ADD COLUMN away_since timestamptz;
-- Null while away: until they say that they are back.
ALTER TABLE agents ADD COLUMN away_until timestamptz;
ALTER TABLE agents ADD COLUMN away_note text;
ALTER TABLE agents ADD COLUMN last_seen_at timestamptz;

-- Links of invitations and forgotten passwords; the token itself is only in the mail.
CREATE TABLE account_links (
  token_hash bytea PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('invitation', 'password-reset')),
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX account_links_of_agent ON account_links (agent_id, kind);

-- A session is named by this to whoever it belongs to, never by its token.
ALTER TABLE sessions ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
CREATE UNIQUE INDEX sessions_id ON sessions (id);
CREATE INDEX IF NOT EXISTS sessions_of_agent ON sessions (agent_id);

-- Its text lets whoever reads it in, and is erased when it has been sent.
ALTER TABLE deliveries ADD COLUMN secret boolean NOT NULL DEFAULT false;
`);
}
