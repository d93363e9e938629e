import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { findTicket } from '../db/ticket-store';
import { factsOf } from '../domain/ticket/decide';
import type { TicketFacts } from '../domain/ticket/ticket';
import type { Condition, StepOutput } from '../flows/engine/definition';
import { beginningOf, seenAt, type EventSeen, type Seen } from '../flows/engine/seen';

/** What a condition of a run sees: the ticket as it is now, and the event that began it all. */
export async function seenByRun(
  db: Database,
  work: StepWork,
  _publicUrl: string,
  _condition: Condition,
): Promise<Seen> {
  const ticket = work.ticket === null ? null : await findTicket(db, work.ticket);
  if (work.ticket !== null && !ticket) {
    throw ApplicationFailure.nonRetryable('no such ticket', 'ticket-not-found');
  }
  return {
    event: beginningSeen(work),
    facts: ticket ? factsOf(ticket) : (null as unknown as TicketFacts),
    ...(ticket ? { customFields: ticket.customFields } : {}),
    steps: work.outputs as Record<string, StepOutput>,
  };
}

/** What began the run, with what it changed of custom fields. */
function beginningSeen({ event, occurrence }: StepWork): EventSeen {
  return occurrence ? beginningOf({ event, occurrence }) : seenAt(event!).event;
}
