import type { Database } from '../database';

/** Tickets can be put out of the way for a while; a view shows which are. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE tickets ADD COLUMN snoozed_until timestamptz;
CREATE INDEX tickets_snoozed ON tickets (snoozed_until) WHERE snoozed_until IS NOT NULL;

INSERT INTO views (name, visibility, filter, sort, columns, position, shipped)
VALUES ('Snoozed', 'all', '{"snoozed": "yes"}', '-createdAt',
  '{number,title,requester,status,priority,assignee,age,updated}', 7, 'snoozed');
`);
}
