import { query, type Database, type Transaction } from './database';

/** A ticket whose events are not yet told to all that follows them. */
export interface BehindTicket {
  ticket: number;
  version: number;
  workflowSeq: number;
  automationSeq: number;
}

/**
 * Takes tickets that are behind for one relay, for `leaseMs`; other relays pass over them
 * meanwhile. A relay that dies loses its tickets to the others when its lease ends.
 */
export async function claimBehind(
  db: Database,
  { owner, limit, leaseMs }: { owner: string; limit: number; leaseMs: number },
): Promise<BehindTicket[]> {
  return query<BehindTicket>(
    db,
    `UPDATE ticket_relay r SET lease_until = now() + $3::int * interval '1 millisecond', lease_owner = $1
     FROM (
       SELECT ticket FROM ticket_relay
       WHERE (workflow_seq < version OR automation_seq < version) AND lease_until < now()
       ORDER BY lease_until LIMIT $2 FOR UPDATE SKIP LOCKED
     ) behind
     WHERE r.ticket = behind.ticket
     RETURNING r.ticket, r.version, r.workflow_seq AS "workflowSeq", r.automation_seq AS "automationSeq"`,
    [owner, limit, leaseMs],
  );
}

/** Notes that a sink has all events up to `seq`. A cursor never moves back. */
export async function moveCursor(
  db: Database,
  sink: 'workflow' | 'automation',
  ticket: number,
  seq: number,
  transaction?: Transaction,
): Promise<void> {
  const column = `${sink}_seq`;
  await query(
    db,
    `UPDATE ticket_relay SET ${column} = greatest(${column}, $2) WHERE ticket = $1`,
    [ticket, seq],
    transaction,
  );
}

/** Gives a ticket back: at once, or, after a failure, for another try after a growing pause. */
export async function releaseLease(
  db: Database,
  { owner, ticket, failed }: { owner: string; ticket: number; failed: boolean },
): Promise<void> {
  await query(
    db,
    `UPDATE ticket_relay SET
       failures = CASE WHEN $3 THEN least(failures + 1, 16) ELSE 0 END,
       lease_until = CASE WHEN $3
         THEN now() + least(power(2, failures) * 100, 10000) * interval '1 millisecond'
         ELSE '-infinity' END
     WHERE ticket = $1 AND lease_owner = $2`,
    [ticket, owner, failed],
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

/** Tickets, after `afterTicket` in order, whose workflow should be running: all but long Closed ones. */
export async function liveTickets(
  db: Database,
  afterTicket: number,
  limit: number,
): Promise<{ ticket: number; version: number }[]> {
  return query(
    db,
    `SELECT number AS ticket, version FROM tickets
     WHERE number > $1 AND status <> 'closed' ORDER BY number LIMIT $2`,
    [afterTicket, limit],
  );
}

/** Makes the relay tell a ticket's newest event to its workflow again. */
export async function tellWorkflowAgain(db: Database, ticket: number): Promise<void> {
  await query(
    db,
    `UPDATE ticket_relay SET workflow_seq = least(workflow_seq, version - 1), failures = 0
     WHERE ticket = $1`,
    [ticket],
  );
}
