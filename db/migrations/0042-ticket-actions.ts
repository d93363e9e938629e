import type { Database } from '../database';

/**
 * How far up a ticket was taken, and whose turn it was last where Flows assign in turn: `scope` is
 * the id of a team, or `everybody`.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE tickets ADD escalation smallint NOT NULL DEFAULT 0 CHECK (escalation BETWEEN 0 AND 5);

CREATE TABLE assignment_turns (
  scope text PRIMARY KEY,
  agent_id uuid
);
`);
}
