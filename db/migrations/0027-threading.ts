import type { Database } from '../database';

/**
 * By what a mail named its ticket, and whether another mail had its Message-ID before; and who was let
 * onto a ticket's thread by an agent.
 */
export async function up({ sequelize }: Database): Promise<void> {
  await sequelize.query(/* sql */ `
ALTER TABLE inbound_mails ADD clue text, ADD same_id_as uuid;

CREATE TABLE ticket_participants (
  ticket integer NOT NULL REFERENCES tickets ON DELETE CASCADE,
  address text NOT NULL CHECK (address = lower(address)),
  added_by text NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ticket, address)
);
`);
}
