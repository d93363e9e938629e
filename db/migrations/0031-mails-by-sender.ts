import type { Database } from '../database';

/** How much somebody wrote lately is counted with each mail of theirs. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE INDEX inbound_mails_by_sender ON inbound_mails (lower(from_address), received_at DESC);
`);
}
