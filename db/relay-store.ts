import type { TicketEvent } from '../domain/ticket/event';
import { query, type Database, type Transaction } from './database';
import { eventFromRow, type EventRow } from './event-store';

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
 * relays pass over them meanwhile. A relay that dies loses its tickets when its lease ends.
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
         ORDER BY lease_until LIMIT $2 FOR UPDATE SKIP LOCKED
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

/**
 * Takes the events from `from` to `to` for planning, in the transaction that plans them. False when
 * another relay, after this one's lease had ended, was faster.
 */
export async function moveAutomationCursor(
  db: Database,
  { ticket, from, to }: { ticket: number; from: number; to: number },
  transaction: Transaction,
): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE ticket_relay SET automation_seq = $3 WHERE ticket = $1 AND automation_seq = $2
     RETURNING ticket`,
    [ticket, from, to],
    transaction,
  );
  return rows.length === 1;
}

/**
 * Gives a ticket back with the last event that its workflow has (a cursor never moves back): at
 * once, or, after a failure, for another try after a growing pause.
 */
export async function releaseTicket(
  db: Database,
  released: { owner: string; ticket: number; workflowSeq: number; failed: boolean },
): Promise<void> {
  await query(
    db,
    `UPDATE ticket_relay SET
       workflow_seq = greatest(workflow_seq, $3),
       failures = CASE WHEN $4 THEN least(failures + 1, 16) ELSE 0 END,
       lease_until = CASE WHEN lease_owner <> $2 THEN lease_until WHEN $4
         THEN now() + least(power(2, failures) * 100, 10000) * interval '1 millisecond'
         ELSE '-infinity' END
     WHERE ticket = $1`,
    [released.ticket, released.owner, released.workflowSeq, released.failed],
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
     WHERE number > $1 AND (status <> 'closed' OR status_since > now() - interval '7 days') ORDER BY number LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => row.number);
}

/** Makes the relay tell the newest event of these tickets to their workflows again. */
export async function tellWorkflowAgain(db: Database, tickets: number[]): Promise<void> {
  await query(
    db,
    `UPDATE ticket_relay SET workflow_seq = least(workflow_seq, version - 1)
     WHERE ticket = ANY($1::int[])`,
    [tickets],
  );
}
