import type { Database } from '../database';

/** Who looks at which ticket now: each open page says so again and again, and is forgotten soon. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE UNLOGGED TABLE presence (
  ticket integer NOT NULL,
  page uuid NOT NULL,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  doing text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ticket, page)
);
`);
}
