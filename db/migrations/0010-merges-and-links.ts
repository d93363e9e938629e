import type { Database } from '../database';

/** Which ticket goes on with which, which are linked, and the way back from a follow-up. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE tickets ADD COLUMN merged_into integer;
ALTER TABLE tickets ADD COLUMN merged_from integer[] NOT NULL DEFAULT '{}';
ALTER TABLE tickets ADD COLUMN links jsonb NOT NULL DEFAULT '[]';
CREATE INDEX tickets_by_follow_up ON tickets (follow_up_of) WHERE follow_up_of IS NOT NULL;
`);
}
