import type { Database } from '../database';

/** Views that a team sees. Without the team, they are their owner's alone. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE views ADD COLUMN team_id uuid REFERENCES teams ON DELETE SET NULL;
ALTER TABLE views DROP CONSTRAINT views_visibility_check;
ALTER TABLE views ADD CONSTRAINT views_visibility_check CHECK (visibility IN ('private', 'team', 'all'));
`);
}
