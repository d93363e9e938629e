import type { Database, Transaction } from '../db/database';
import { findTicketView } from '../db/ticket-view-store';
import { DomainError } from '../domain/domain-error';
import type { TicketEvent } from '../domain/ticket/event';
import type { StepOutput } from '../flows/engine/definition';

/** What templates see: the ticket and its people as they are now, the event, earlier steps. */
export async function readTemplateValues(
  db: Database,
  of: {
    ticket: number;
    event: TicketEvent;
    flow: string;
    flowTitle: string;
    runId: string;
    outputs: Record<string, StepOutput>;
    publicUrl: string;
  },
  _transaction?: Transaction,
): Promise<Record<string, unknown>> {
  const { event } = of;
  return {
    ...(await readTicketValues(db, of.ticket, of.publicUrl)),
    event: {
      type: event.type,
      at: event.at,
      seq: event.seq,
      actor: { type: event.actor.type, name: event.actor.name },
    },
    flow: { slug: of.flow, title: of.flowTitle },
    run: { id: of.runId },
    steps: of.outputs,
  };
}

/** The ticket and its people, as templates see them. */
export async function readTicketValues(
  db: Database,
  number: number,
  publicUrl: string,
): Promise<Record<string, unknown>> {
  const view = await findTicketView(db, number);
  if (!view) throw new DomainError('ticket-not-found', `There is no ticket ${number}.`);
  const { ticket, requester, assignee } = view;
  const { title, description, status, priority, tags, source } = ticket;
  return {
    ticket: {
      ...{ number, title, description, status, priority, tags, source },
      fields: ticket.customFields,
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
  };
}
