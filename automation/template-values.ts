import type { Database } from '../db/database';
import type { StepWork } from '../db/flow-step-store';
import { findTicketView } from '../db/ticket-view-store';
import { ActionError } from '../plugins/kit/action';

/** What templates see: the ticket and its people as they are now, the event, earlier steps. */
export async function readTemplateValues(
  db: Database,
  work: StepWork,
  { runId, publicUrl }: { runId: string; publicUrl: string },
): Promise<Record<string, unknown>> {
  const view = await findTicketView(db, work.ticket);
  if (!view) throw new ActionError('ticket-not-found', `There is no ticket ${work.ticket}.`);
  const { ticket, requester, assignee } = view;
  const { number, title, description, status, priority, tags, source } = ticket;
  const { event } = work;
  return {
    ticket: {
      ...{ number, title, description, status, priority, tags, source },
      url: `${publicUrl}/tickets/${number}`,
      createdAt: ticket.createdAt,
      updatedAt: ticket.updatedAt,
    },
    requester: {
      name: requester.name ?? requester.email,
      email: requester.email,
      type: requester.type,
    },
    assignee: assignee ? { name: assignee.name, email: assignee.email } : {},
    event: {
      type: event.type,
      at: event.at,
      seq: event.seq,
      actor: { type: event.actor.type, name: event.actor.name },
    },
    flow: { slug: work.flow, title: work.flowTitle },
    run: { id: runId },
    steps: work.outputs,
  };
}
