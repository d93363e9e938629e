import type { Database } from '../database';

/** Messages of a ticket go on to third parties. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE messages DROP CONSTRAINT messages_kind_check, ADD CONSTRAINT messages_kind_check
  CHECK (kind IN ('description', 'reply', 'note', 'customer', 'system', 'forward'));
ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check, ADD CONSTRAINT deliveries_kind_check
  CHECK (kind IN ('reply', 'notification', 'flow', 'forward'));
`);
}
