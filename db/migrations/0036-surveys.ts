import type { Database } from '../database';

/**
 * Customers are asked, once a ticket, how satisfied they are. A row of `surveys` is the promise to ask:
 * `due_at` is when it is looked at next, `asked_at` when the mail was queued.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE mailboxes ADD survey_after_hours integer NOT NULL DEFAULT 0
  CHECK (survey_after_hours BETWEEN 0 AND 720);

ALTER TABLE tickets ADD rating smallint CHECK (rating BETWEEN 1 AND 5);
ALTER TABLE tickets ADD rating_comment text;
ALTER TABLE tickets ADD rated_at timestamptz;
CREATE INDEX tickets_rated ON tickets (rated_at) WHERE rated_at IS NOT NULL;

CREATE TABLE surveys (
  ticket integer PRIMARY KEY REFERENCES tickets ON DELETE CASCADE,
  resolved_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  asked_at timestamptz
);
CREATE INDEX surveys_due ON surveys (due_at) WHERE asked_at IS NULL;
CREATE INDEX surveys_asked ON surveys (asked_at) WHERE asked_at IS NOT NULL;

ALTER TABLE deliveries DROP CONSTRAINT deliveries_kind_check, ADD CONSTRAINT deliveries_kind_check
  CHECK (kind IN ('reply', 'notification', 'flow', 'forward', 'acknowledgement', 'survey'));
`);
}
