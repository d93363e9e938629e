import { familyOf } from './merge-store';
import { query, type Database } from './database';

/**
 * Whether this address opened a ticket, or one merged with it, by automatic mail (RFC 3834) and never
 * wrote as a person: nothing may write to it by itself.
 */
export async function isOfMachinesOnly(
  db: Database,
  ticket: number,
  address: string,
): Promise<boolean> {
  const [row] = await query<{ machines: boolean | null }>(
    db,
    `SELECT bool_and(automatic) AND bool_or(kind = 'description') AS machines FROM messages
     WHERE ticket = ANY(${familyOf('$1')}) AND direction = 'in'
       AND lower(author->>'email') = lower($2)`,
    [ticket, address],
  );
  return row!.machines ?? false;
}
