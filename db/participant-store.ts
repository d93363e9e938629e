import { query, type Database } from './database';

/** Lets an address onto a ticket's thread for good; once more changes nothing. */
export async function addParticipant(
  db: Database,
  { ticket, address, addedBy }: { ticket: number; address: string; addedBy: string },
): Promise<void> {
  await query(
    db,
    `INSERT INTO ticket_participants (ticket, address, added_by) VALUES ($1, lower($2), $3)
     ON CONFLICT DO NOTHING`,
    [ticket, address, addedBy],
  );
}

/** Whether somebody is a contact of the same account as a requester. */
export async function isOfSameAccount(
  db: Database,
  { requesterId, address }: { requesterId: string; address: string },
): Promise<boolean> {
  const rows = await query(
    db,
    `SELECT FROM contacts own JOIN contacts other ON other.account_id = own.account_id
     WHERE own.id = $1 AND lower(other.email) = lower($2)`,
    [requesterId, address],
  );
  return rows.length > 0;
}
