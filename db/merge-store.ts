import { query, type Database, type Transaction } from './database';

/**
 * SQL for the numbers of a ticket and of all that were merged into it, as an array. `number` is a
 * parameter such as `$1`. An array, so that it is found once and the index of what it is compared
 * with serves.
 */
export function familyOf(number: string): string {
  return `ARRAY(WITH RECURSIVE family AS (
      SELECT number, merged_from FROM tickets WHERE number = ${number}
      UNION SELECT t.number, t.merged_from FROM family f JOIN tickets t ON t.number = ANY(f.merged_from))
    SELECT number FROM family)`;
}

/**
 * The same with the tickets of the ticket's own requester only: what one customer wrote is never
 * shown or quoted to another because an agent merged their tickets.
 */
export function familyOfRequester(number: string): string {
  return `ARRAY(WITH people AS MATERIALIZED (
      SELECT t.number, coalesce(l.converted_to, t.requester_id) AS person FROM tickets t
      LEFT JOIN leads l ON t.requester_type = 'lead' AND l.id = t.requester_id
      WHERE t.number = ANY(${familyOf(number)}))
    SELECT number FROM people WHERE person = (SELECT person FROM people WHERE number = ${number}))`;
}

/** The ticket that goes on with this one, through all merges; itself when it was not merged. */
export async function ticketGoingOn(
  db: Database,
  number: number,
  transaction?: Transaction,
): Promise<number> {
  const [row] = await query<{ number: number }>(
    db,
    `WITH RECURSIVE way AS (
       SELECT number, merged_into FROM tickets WHERE number = $1
       UNION SELECT t.number, t.merged_into FROM way w JOIN tickets t ON t.number = w.merged_into)
     SELECT number FROM way WHERE merged_into IS NULL`,
    [number],
    transaction,
  );
  return row?.number ?? number;
}
