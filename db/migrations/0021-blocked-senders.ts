import type { Database } from '../database';

/** Addresses and domains whose mail makes no ticket, each with the name of who blocked it. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE blocked_senders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  pattern text NOT NULL UNIQUE CHECK (pattern = lower(pattern)),
  blocked_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
`);
}
