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

/**
 * SQL for the lower-case addresses of other customers whose tickets were ever merged into this one,
 * as an array: what they write since then is not for this ticket's customer either.
 */
export function othersByMerge(number: string): string {
  const email = (alias: string) => `lower(coalesce(${alias}_contact.email, ${alias}_lead.email))`;
  const person = (alias: string) => `
      LEFT JOIN leads ${alias}_lead
        ON ${alias}.requester_type = 'lead' AND ${alias}_lead.id = ${alias}.requester_id
      LEFT JOIN contacts ${alias}_contact ON ${alias}_contact.id = CASE ${alias}.requester_type
        WHEN 'contact' THEN ${alias}.requester_id ELSE ${alias}_lead.converted_to END`;
  return `ARRAY(SELECT DISTINCT ${email('other')} FROM ticket_events e
      CROSS JOIN LATERAL jsonb_array_elements_text(e.changes->'mergedFrom'->'to') merged
      JOIN tickets other ON other.number = merged::int ${person('other')}
      JOIN tickets own ON own.number = ${number} ${person('own')}
    WHERE e.ticket = ANY(${familyOf(number)}) AND e.type = 'ticket.merge_added'
      AND ${email('other')} <> ${email('own')})`;
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
