import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { eventKey, readOutside } from '../db/outside-store';
import { findTicket } from '../db/ticket-store';
import { factsOf } from '../domain/ticket/decide';
import type { TicketFacts } from '../domain/ticket/ticket';
import type { Condition, StepOutput } from '../flows/engine/definition';
import { readsOutside } from '../flows/engine/evaluate';
import {
  beginningOf,
  outsideOf,
  seenAt,
  type EventSeen,
  type OutsideSeen,
  type Seen,
} from '../flows/engine/seen';

/** What a condition of a run sees: the ticket as it is now, and the event that began it all. */
export async function seenByRun(db: Database, work: StepWork, condition: Condition): Promise<Seen> {
  const ticket = work.ticket === null ? null : await findTicket(db, work.ticket);
  if (work.ticket !== null && !ticket) {
    throw ApplicationFailure.nonRetryable('no such ticket', 'ticket-not-found');
  }
  const facts = ticket && factsOf(ticket);
  const { event, occurrence, loops } = work;
  const besideTickets = occurrence && outsideOf(occurrence);
  const beside = besideTickets ? { outside: besideTickets } : {};
  return {
    event: beginningSeen(work),
    facts,
    ...(ticket ? { customFields: ticket.customFields } : {}),
    now: new Date().toISOString(),
    steps: work.outputs as Record<string, StepOutput>,
    vars: work.variables,
    inputs: work.inputs,
    item: loops.at(-1)?.item,
    ...(facts ? { outside: await readOutsideOf(db, facts, event?.messageId, condition) } : beside),
  };
}

async function readOutsideOf(
  db: Database,
  facts: TicketFacts,
  messageId: string | undefined,
  condition: Condition,
): Promise<OutsideSeen> {
  const now = {
    ticket: facts.number,
    seq: facts.version,
    facts,
    ...(messageId ? { messageId } : {}),
  };
  const found = await readOutside(db, [now], readsOutside(condition), { asOf: 'now' });
  return found.get(eventKey(now))!;
}

/** What began the run, with what it changed of custom fields. */
function beginningSeen({ event, occurrence }: StepWork): EventSeen {
  return occurrence ? beginningOf({ event, occurrence }) : seenAt(event!).event;
}
