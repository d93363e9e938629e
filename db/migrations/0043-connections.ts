import type { Database } from '../database';

/** What Flows sign in with at other programs, and what a Flow says to agents. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE connections (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL UNIQUE,
  title text NOT NULL,
  base_url text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('none', 'bearer', 'basic', 'header')),
  user_name text,
  header_name text,
  -- Sealed (db/secret-box.ts).
  secret text,
  secret_set_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((kind = 'none') = (secret IS NULL)),
  CHECK ((secret IS NULL) = (secret_set_at IS NULL)),
  CHECK ((kind = 'basic') = (user_name IS NOT NULL)),
  CHECK ((kind = 'header') = (header_name IS NOT NULL))
);

-- What a Flow says, which may be about no ticket.
ALTER TABLE notifications
  ADD text text,
  DROP CONSTRAINT notifications_check,
  ADD CHECK (approval_id IS NOT NULL OR text IS NOT NULL
    OR (ticket IS NOT NULL AND event_type IS NOT NULL));
CREATE UNIQUE INDEX notifications_of_flow ON notifications (agent_id, command_id)
  WHERE text IS NOT NULL;
`);
}
