import type { Database } from '../database';

/** A view of the tickets that one watches, beside those that are one's own. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
INSERT INTO views (name, visibility, filter, sort, columns, position, shipped)
VALUES ('Watching', 'all', '{"watcher": "me"}', '-updatedAt',
  '{number,title,requester,status,priority,assignee,age,updated}', 2, 'watching');
`);
}
