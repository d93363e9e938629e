import type { Database } from '../database';

/** Customers are told that their mail arrived, a few times an hour at most. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check, ADD CONSTRAINT deliveries_kind_check
  CHECK (kind IN ('reply', 'notification', 'flow', 'forward', 'acknowledgement'));
CREATE INDEX deliveries_acknowledgements ON deliveries (lower(recipients_to[1]), created_at DESC)
  WHERE kind = 'acknowledgement';
`);
}
