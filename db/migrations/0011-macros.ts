import type { Database } from '../database';

/** Texts and changes that agents use again and again. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE macros (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  shortcut text,
  text text NOT NULL,
  changes jsonb NOT NULL,
  visibility text NOT NULL CHECK (visibility IN ('all', 'team', 'private')),
  -- Without its team, only its owner and admins have it.
  team_id uuid REFERENCES teams ON DELETE SET NULL,
  -- An agent's id is a UUID, an API key's is not.
  owner_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
`);
}
