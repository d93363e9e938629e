import type { Database } from '../database';

/** Mail is found by address, in and out, and what went out is listed newest first. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE INDEX deliveries_by_time ON deliveries (created_at DESC, id DESC);
CREATE INDEX deliveries_by_recipient ON deliveries (lower(recipients_to[1]), created_at DESC);
CREATE INDEX deliveries_by_cc ON deliveries USING gin (recipients_cc) WHERE recipients_cc <> '{}';
`);
}
