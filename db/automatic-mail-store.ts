import { familyOf } from './merge-store';
import { query, type Database } from './database';

/**
 * Whether this address only ever sent automatic mail (RFC 3834) to a ticket or those merged with it:
 * nothing may write to it by itself. False for an address that wrote nothing.
 */
export async function isOfMachinesOnly(
  db: Database,
  ticket: number,
  address: string,
): Promise<boolean> {
  const [row] = await query<{ machines: boolean | null }>(
    db,
    `SELECT bool_and(automatic) AS machines FROM messages
     WHERE ticket = ANY(${familyOf('$1')}) AND direction = 'in'
       AND lower(author->>'email') = lower($2)`,
    [ticket, address],
  );
  return row!.machines ?? false;
}
