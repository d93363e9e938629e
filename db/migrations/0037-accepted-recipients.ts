import type { Database } from '../database';

/**
 * Who has a mail already, so that trying again goes to the others only; since when it is tried, waiting for
 * a domain's limit aside; and mail is found by any address of To and Cc, in capitals or not.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE deliveries ADD accepted text[] NOT NULL DEFAULT '{}';
-- From whom it came back, be that told before the server's own answer.
ALTER TABLE deliveries ADD came_back text[] NOT NULL DEFAULT '{}';
ALTER TABLE deliveries ADD tried_since timestamptz;
-- Set while it waits for its domain's limit.
ALTER TABLE deliveries ADD waits_since timestamptz;
UPDATE deliveries SET tried_since = CASE WHEN state = 'queued' THEN created_at ELSE coalesce(sent_at, created_at) END
WHERE attempts > 0;
UPDATE deliveries SET accepted = recipients_to || recipients_cc || recipients_bcc
WHERE state = 'sent' AND coalesce(reason, '') NOT LIKE 'Sent, but not to everybody%';

-- One that came back before its workflow began needs the workflow's end to be sent again.
DROP INDEX deliveries_to_start;
CREATE INDEX deliveries_to_start ON deliveries (next_start_at)
  WHERE NOT workflow_started AND state IN ('queued', 'bounced');

-- An index takes nothing that is not immutable, and PostgreSQL has no lower() of an array.
CREATE FUNCTION lower_all(texts text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT coalesce(array_agg(lower(one)), '{}') FROM unnest(texts) AS one $$;
DROP INDEX deliveries_by_recipient;
DROP INDEX deliveries_by_cc;
CREATE INDEX deliveries_by_recipients ON deliveries
  USING gin (lower_all(recipients_to || recipients_cc));
`);
}
