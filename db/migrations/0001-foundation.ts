import type { Database } from '../database';

/** The tables of the first release. */
export async function up(db: Database): Promise<void> {
  await db.sequelize.query(sql);
}

const sql = /* sql */ `
BEGIN;

CREATE TABLE installation (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id text NOT NULL DEFAULT substr(replace(gen_random_uuid()::text, '-', ''), 1, 12),
  secret bytea NOT NULL DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'),
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation DEFAULT VALUES;

-- People and sign-in ---------------------------------------------------------------------------

CREATE TABLE agents (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'agent')),
  password_hash text,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX agents_email ON agents (lower(email));

CREATE TABLE sessions (
  token_hash bytea PRIMARY KEY,
  agent_id uuid NOT NULL REFERENCES agents ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  device text,
  ip text
);

CREATE TABLE api_keys (
  id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'agent')),
  secret_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

CREATE TABLE accounts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE contacts (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  email text NOT NULL,
  account_id uuid REFERENCES accounts,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX contacts_email ON contacts (lower(email));

CREATE TABLE leads (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text,
  email text NOT NULL,
  converted_to uuid REFERENCES contacts,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX leads_email ON leads (lower(email)) WHERE converted_to IS NULL;
CREATE INDEX leads_converted ON leads (converted_to) WHERE converted_to IS NOT NULL;

-- Files: raw mails, attachments -----------------------------------------------------------------

CREATE TABLE files (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  content bytea NOT NULL,
  size integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL;

-- Tickets ---------------------------------------------------------------------------------------

CREATE SEQUENCE ticket_number START 1001;

CREATE TABLE tickets (
  number integer PRIMARY KEY,
  version integer NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  status text NOT NULL,
  priority text NOT NULL,
  assignee_id uuid,
  requester_type text NOT NULL CHECK (requester_type IN ('contact', 'lead')),
  requester_id uuid NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  source text NOT NULL,
  follow_up_of integer,
  status_seq integer NOT NULL,
  status_since timestamptz NOT NULL,
  customer_reply jsonb,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX tickets_by_created ON tickets (created_at DESC, number DESC);
CREATE INDEX tickets_by_updated ON tickets (updated_at DESC, number DESC);
CREATE INDEX tickets_by_status ON tickets (status, created_at DESC, number DESC);
CREATE INDEX tickets_by_priority ON tickets
  (array_position(ARRAY['low','medium','high','urgent'], priority), number)
  WHERE status IN ('open','in_progress','waiting');
CREATE INDEX tickets_by_assignee ON tickets (assignee_id, created_at DESC, number DESC);
CREATE INDEX tickets_by_requester ON tickets (requester_id, created_at DESC);
CREATE INDEX tickets_by_tag ON tickets USING gin (tags);

CREATE TABLE ticket_events (
  ticket integer NOT NULL REFERENCES tickets,
  seq integer NOT NULL,
  -- The transaction that stored it. Readers across tickets order by (xid, ticket, seq) and read
  -- below pg_snapshot_xmin only: a serial id would be a false cursor, ids commit out of order.
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor jsonb NOT NULL,
  cause jsonb NOT NULL,
  changes jsonb NOT NULL,
  message_id uuid,
  automatic boolean,
  reason text,
  facts jsonb NOT NULL,
  PRIMARY KEY (ticket, seq)
);
CREATE INDEX ticket_events_in_commit_order ON ticket_events (xid, ticket, seq);
CREATE INDEX ticket_events_by_time ON ticket_events (at);

-- Every command that was ever decided, with its outcome: asked again, it answers the same.
CREATE TABLE commands (
  id text PRIMARY KEY,
  request_hash text,
  ticket integer,
  version integer,
  first_seq integer,
  refusal jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Answers to changes of people and settings that came with an Idempotency-Key. (Commands on
-- tickets keep theirs in "commands".)
CREATE TABLE answered_requests (
  id text PRIMARY KEY,
  request_hash text NOT NULL,
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  ticket integer NOT NULL REFERENCES tickets,
  kind text NOT NULL CHECK (kind IN ('description', 'reply', 'note', 'customer', 'system')),
  direction text NOT NULL CHECK (direction IN ('in', 'out', 'internal')),
  author jsonb NOT NULL,
  text text NOT NULL,
  html text,
  automatic boolean NOT NULL DEFAULT false,
  -- The mail that brought or carries it (RFC 5322 Message-ID with its angle brackets).
  rfc_message_id text,
  rfc_references text[] NOT NULL DEFAULT '{}',
  recipients jsonb,
  inbound_mail_id uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX messages_of_ticket ON messages (ticket, created_at, id);
CREATE INDEX messages_by_rfc_id ON messages (rfc_message_id) WHERE rfc_message_id IS NOT NULL;

CREATE TABLE attachments (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  message_id uuid,
  file_id uuid NOT NULL REFERENCES files,
  name text NOT NULL,
  size integer NOT NULL,
  content_type text NOT NULL,
  inline boolean NOT NULL DEFAULT false,
  content_id text,
  uploaded_by text,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attachments_of_message ON attachments (message_id);

-- How far each ticket's events were told to what follows them. Apart from the ticket's row, so
-- that relaying never waits for a command or holds one up for long.
CREATE TABLE ticket_relay (
  ticket integer PRIMARY KEY REFERENCES tickets,
  version integer NOT NULL,
  workflow_seq integer NOT NULL DEFAULT 0,
  automation_seq integer NOT NULL DEFAULT 0,
  lease_until timestamptz NOT NULL DEFAULT '-infinity',
  lease_owner text,
  failures integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE INDEX ticket_relay_behind ON ticket_relay (lease_until)
  WHERE workflow_seq < version OR automation_seq < version;

-- Mail ------------------------------------------------------------------------------------------

CREATE TABLE mailboxes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL,
  address text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX mailboxes_address ON mailboxes (lower(address));
CREATE UNIQUE INDEX mailboxes_default ON mailboxes (is_default) WHERE is_default;

CREATE TABLE inbound_mails (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  received_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  via text NOT NULL CHECK (via IN ('smtp', 'http')),
  envelope jsonb NOT NULL,
  file_id uuid NOT NULL REFERENCES files,
  fingerprint text,
  rfc_message_id text,
  from_address text,
  from_name text,
  subject text,
  outcome text NOT NULL DEFAULT 'received',
  reason text,
  ticket integer,
  message_id uuid,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  processed_at timestamptz
);
CREATE INDEX inbound_mails_by_time ON inbound_mails (received_at DESC, id);
CREATE INDEX inbound_mails_to_do ON inbound_mails (next_attempt_at) WHERE outcome = 'received';
-- Two senders of one mail at the same time: one is first, the other's is the duplicate.
CREATE UNIQUE INDEX inbound_mails_by_fingerprint ON inbound_mails (fingerprint)
  WHERE fingerprint IS NOT NULL AND outcome <> 'duplicate';
CREATE INDEX inbound_mails_by_rfc_id ON inbound_mails (rfc_message_id) WHERE rfc_message_id IS NOT NULL;

-- A mail to be sent exactly once: the row first, then its workflow.
CREATE TABLE deliveries (
  id uuid PRIMARY KEY,
  unique_key text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('reply', 'notification', 'flow')),
  ticket integer,
  message_id uuid,
  sender jsonb NOT NULL,
  recipients_to text[] NOT NULL,
  recipients_cc text[] NOT NULL DEFAULT '{}',
  subject text NOT NULL,
  text text NOT NULL,
  html text,
  headers jsonb NOT NULL DEFAULT '{}',
  rfc_message_id text NOT NULL UNIQUE,
  in_reply_to text,
  rfc_references text[] NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed', 'bounced')),
  workflow_started boolean NOT NULL DEFAULT false,
  next_start_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz
);
CREATE INDEX deliveries_of_message ON deliveries (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX deliveries_to_start ON deliveries (next_start_at) WHERE NOT workflow_started AND state = 'queued';

-- What the local catcher received (embedded default only).
CREATE TABLE caught_mails (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  received_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  sender text NOT NULL,
  recipients_to text[] NOT NULL,
  recipients_cc text[] NOT NULL DEFAULT '{}',
  subject text NOT NULL,
  rfc_message_id text,
  in_reply_to text,
  rfc_references text[] NOT NULL DEFAULT '{}',
  text text NOT NULL,
  html text,
  raw bytea NOT NULL
);
CREATE INDEX caught_mails_by_time ON caught_mails (received_at DESC, id);

-- Flows -----------------------------------------------------------------------------------------

CREATE TABLE flows (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  description text NOT NULL DEFAULT '',
  enabled boolean NOT NULL DEFAULT true,
  published_version integer,
  draft jsonb,
  draft_by jsonb,
  draft_at timestamptz,
  changed_by jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Goes up with every change of what is published and switched on, so that the index of Flows in
-- each process can tell in one cheap read whether it is still right.
CREATE TABLE flow_revision (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL DEFAULT 0
);
INSERT INTO flow_revision DEFAULT VALUES;

CREATE TABLE flow_versions (
  flow_id uuid NOT NULL REFERENCES flows,
  version integer NOT NULL,
  document jsonb NOT NULL,
  compiled jsonb NOT NULL,
  hash text NOT NULL,
  note text NOT NULL DEFAULT '',
  published_by jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, version)
);

-- A run to be started exactly once: the row first, then its workflow.
CREATE TABLE flow_runs (
  id text PRIMARY KEY,
  flow_id uuid NOT NULL REFERENCES flows,
  version integer NOT NULL,
  ticket integer NOT NULL,
  event_seq integer NOT NULL,
  root_run_id text NOT NULL,
  rerun integer NOT NULL DEFAULT 0,
  depth integer NOT NULL DEFAULT 0,
  chain jsonb NOT NULL DEFAULT '[]',
  status text NOT NULL DEFAULT 'starting',
  reason text,
  workflow_started boolean NOT NULL DEFAULT false,
  next_start_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  UNIQUE (flow_id, ticket, event_seq, rerun)
);
CREATE INDEX flow_runs_by_time ON flow_runs (started_at DESC, id);
CREATE INDEX flow_runs_of_flow ON flow_runs (flow_id, started_at DESC, id);
CREATE INDEX flow_runs_of_root ON flow_runs (root_run_id);
CREATE INDEX flow_runs_of_ticket ON flow_runs (ticket, started_at DESC);
CREATE INDEX flow_runs_to_start ON flow_runs (next_start_at) WHERE NOT workflow_started AND status = 'starting';

CREATE TABLE flow_run_steps (
  run_id text NOT NULL REFERENCES flow_runs,
  step_id text NOT NULL,
  iteration integer NOT NULL DEFAULT 0,
  position integer NOT NULL DEFAULT 0,
  use text NOT NULL,
  -- Why a condition went the way it went.
  explanation jsonb,
  status text NOT NULL,
  input jsonb,
  output jsonb,
  attempts jsonb NOT NULL DEFAULT '[]',
  waiting_until timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (run_id, step_id, iteration)
);

CREATE TABLE flow_waits (
  run_id text NOT NULL REFERENCES flow_runs,
  step_id text NOT NULL,
  iteration integer NOT NULL DEFAULT 0,
  ticket integer NOT NULL,
  after_seq integer NOT NULL,
  condition jsonb NOT NULL,
  -- The last event that was looked at when the wait ended; a later wait of the run begins there.
  seen_seq integer,
  until timestamptz,
  matched_seq integer,
  signalled boolean NOT NULL DEFAULT false,
  next_signal_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (run_id, step_id, iteration)
);
CREATE INDEX flow_waits_of_ticket ON flow_waits (ticket) WHERE matched_seq IS NULL AND ended_at IS NULL;
CREATE INDEX flow_waits_to_signal ON flow_waits (next_signal_at)
  WHERE matched_seq IS NOT NULL AND NOT signalled AND ended_at IS NULL;

-- Without a reference to "flows": each event would lock the same few rows there.
CREATE TABLE flow_decisions (
  flow_id uuid NOT NULL,
  version integer NOT NULL,
  ticket integer NOT NULL,
  seq integer NOT NULL,
  matched boolean NOT NULL,
  explanation jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (flow_id, ticket, seq)
);
CREATE INDEX flow_decisions_by_time ON flow_decisions (flow_id, at DESC);

COMMIT;
`;
