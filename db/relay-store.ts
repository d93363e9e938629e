import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';

/**
 * Whoever holds the places of several tickets takes them in one order, so that two who want the
 * same never deadlock.
 */
const heldInOrder = (tickets: string): string =>
  `SELECT ticket FROM ticket_relay WHERE ticket = ANY(${tickets}::int[]) ORDER BY ticket FOR UPDATE`;

/** Holds several tickets' places until the transaction ends. */
export async function holdRelays(
  db: Database,
  tickets: readonly number[],
  transaction: Transaction,
): Promise<void> {
  await query(db, heldInOrder('$1'), [tickets], transaction);
}

/** A ticket whose events are not yet told to all that follows them. */
export interface BehindTicket {
  ticket: number;
  workflowSeq: number;
  automationSeq: number;
  /** Those that one of the two has not, in order; at least one. */
  events: TicketEvent[];
}

/**
 * Takes tickets that are behind for one relay, for `leaseMs`, each with its next events; other
 * relays pass over them meanwhile. A relay that dies loses its tickets when its lease ends. Those
 * with news come before those whose workflow is only told again.
 */
export async function claimBehind(
  db: Database,
  claim: { owner: string; tickets: number; events: number; leaseMs: number },
): Promise<BehindTicket[]> {
  const rows = await query<EventRow & { workflowSeq: number; automationSeq: number }>(
    db,
    `WITH claimed AS (
       UPDATE ticket_relay r
       SET lease_until = now() + $3::int * interval '1 millisecond', lease_owner = $1
       FROM (
         SELECT ticket FROM ticket_relay
         WHERE (workflow_seq < version OR automation_seq < version) AND lease_until < now()
         ORDER BY automation_seq >= version, lease_until LIMIT $2 FOR UPDATE SKIP LOCKED
       ) behind
       WHERE r.ticket = behind.ticket
       RETURNING r.ticket, r.workflow_seq, r.automation_seq
     )
     SELECT c.workflow_seq AS "workflowSeq", c.automation_seq AS "automationSeq", e.*
     FROM claimed c CROSS JOIN LATERAL (
       SELECT * FROM ticket_events
       WHERE ticket = c.ticket AND seq > least(c.workflow_seq, c.automation_seq)
       ORDER BY seq LIMIT $4
     ) e ORDER BY e.ticket, e.seq`,
    [claim.owner, claim.tickets, claim.leaseMs, claim.events],
  );
  const tickets = new Map<number, BehindTicket>();
  for (const { workflowSeq, automationSeq, ...row } of rows) {
    const behind = tickets.get(row.ticket) ?? {
      ticket: row.ticket,
      workflowSeq,
      automationSeq,
      events: [],
    };
    behind.events.push(eventFromRow(row));
    tickets.set(row.ticket, behind);
  }
  return [...tickets.values()];
}

/** The events of one ticket after `from`, up to and with `to`. */
export interface CursorMove {
  ticket: number;
  from: number;
  to: number;
}

/**
 * Takes events for planning, in the transaction that plans them. Answers the tickets of which it
 * could; of the others another relay, after this one's lease had ended, was faster.
 */
export async function moveAutomationCursors(
  db: Database,
  moves: readonly CursorMove[],
  transaction: Transaction,
): Promise<number[]> {
  const rows = await query<{ ticket: number }>(
    db,
    `WITH held AS (${heldInOrder('$1')})
     UPDATE ticket_relay r SET automation_seq = m.last
     FROM held JOIN unnest($1::int[], $2::int[], $3::int[]) AS m (ticket, before, last) USING (ticket)
     WHERE r.ticket = m.ticket AND r.automation_seq = m.before RETURNING r.ticket`,
    [moves.map(({ ticket }) => ticket), moves.map(({ from }) => from), moves.map(({ to }) => to)],
    transaction,
  );
  return rows.map((row) => row.ticket);
}

export interface ReleasedTicket {
  ticket: number;
  /** The last event that its workflow has. */
  workflowSeq: number;
  failed: boolean;
}

/**
 * Gives tickets back with the last event that their workflows have (a cursor never moves back): at
 * once, or, after a failure, for another try after a growing pause.
 */
export async function releaseTickets(
  db: Database,
  owner: string,
  released: readonly ReleasedTicket[],
): Promise<void> {
  await query(
    db,
    `WITH held AS (${heldInOrder('$2')})
     UPDATE ticket_relay r SET
       workflow_seq = greatest(workflow_seq, told.seq),
       failures = CASE WHEN told.failed THEN least(failures + 1, 16) ELSE 0 END,
       lease_until = CASE WHEN lease_owner <> $1 THEN lease_until WHEN told.failed
         THEN now() + least(power(2, failures) * 100, 10000) * interval '1 millisecond'
         ELSE '-infinity' END
     FROM held JOIN unnest($2::int[], $3::int[], $4::boolean[]) AS told (ticket, seq, failed) USING (ticket)
     WHERE r.ticket = told.ticket`,
    [
      owner,
      released.map(({ ticket }) => ticket),
      released.map(({ workflowSeq }) => workflowSeq),
      released.map(({ failed }) => failed),
    ],
  );
}

/** How many tickets are behind, for the start-up check, the metrics and the bench. */
export async function countBehind(db: Database): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM ticket_relay
     WHERE workflow_seq < version OR automation_seq < version`,
  );
  return row!.count;
}

/**
 * Numbers above `after`, in order, of tickets whose workflow should be running: a Closed one keeps
 * its workflow for some days.
 */
export async function liveTickets(db: Database, after: number, limit: number): Promise<number[]> {
  const rows = await query<{ number: number }>(
    db,
    `SELECT number FROM tickets
     WHERE number > $1 AND removed IS NULL AND (status <> 'closed' OR status_since > now() - interval '7 days') ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => row.number);
}

/** How many of these tickets' workflows have not been told of all events. */
export async function countUntold(db: Database, tickets: readonly number[]): Promise<number> {
  const [row] = await query<{ count: number }>(
    db,
    `SELECT count(*)::int AS count FROM ticket_relay
     WHERE ticket = ANY($1::int[]) AND workflow_seq < version`,
    [tickets],
  );
  return row!.count;
}

/** Makes the relay tell the newest event of these tickets to their workflows again. */
export async function tellWorkflowAgain(db: Database, tickets: number[]): Promise<void> {
  await query(
    db,
    `WITH held AS (${heldInOrder('$1')})
     UPDATE ticket_relay r SET workflow_seq = least(workflow_seq, version - 1)
     FROM held WHERE r.ticket = held.ticket`,
    [tickets],
  );
}
