import type { Database } from '../database';

/** Live chat: conversations with visitors, and which ticket one was escalated to. */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
CREATE TABLE conversations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- SHA-256 of the visitor's cookie: whoever has it is this conversation's visitor.
  token_hash bytea NOT NULL UNIQUE,
  visitor_name text,
  -- As the visitor typed it: nobody has checked that it is theirs.
  visitor_email text,
  person_type text CHECK (person_type IN ('contact', 'lead')),
  person_id uuid,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  assignee_id uuid REFERENCES agents ON DELETE SET NULL,
  last_seq integer NOT NULL DEFAULT 0,
  -- Messages up to this one were seen by an agent.
  read_seq integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  -- Of the last message; whole milliseconds, so that a place in the list has no more digits.
  updated_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  CHECK ((person_type IS NULL) = (person_id IS NULL))
);
CREATE INDEX conversations_by_status ON conversations (status, updated_at DESC, id DESC);

CREATE TABLE conversation_messages (
  id uuid PRIMARY KEY,
  conversation_id uuid NOT NULL REFERENCES conversations ON DELETE CASCADE,
  seq integer NOT NULL,
  author_type text NOT NULL CHECK (author_type IN ('visitor', 'agent', 'system')),
  author_id text,
  author_name text,
  text text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (conversation_id, seq)
);

-- A conversation becomes one ticket at most, and a ticket comes from one conversation at most.
CREATE TABLE conversation_tickets (
  conversation_id uuid PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
  ticket integer NOT NULL UNIQUE REFERENCES tickets ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now()
);
  `);
}
