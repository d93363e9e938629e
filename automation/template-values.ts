import type { Database, Transaction } from '../db/database';
import { findFlowMessage } from '../db/flow-message-store';
import { findTicketView } from '../db/ticket-view-store';
import { DomainError } from '../domain/domain-error';
import type { Actor } from '../domain/ticket/command';
import type { TicketEvent } from '../domain/ticket/event';

/** A run at one of its steps. */
export interface RunAtStep {
  /** Null: what began the run concerns no ticket. */
  ticket: number | null;
  /** The event of the ticket that began the run, or after which it was begun otherwise. */
  event: TicketEvent | null;
  /** What began the run when that was no event of a ticket. */
  occurrence?: Beginning | null;
  flow: string;
  flowTitle: string;
  runId: string;
  inputs?: Record<string, unknown>;
  variables?: Record<string, unknown>;
  outputs: Record<string, Record<string, unknown>>;
  /** The loops about the step, from the outermost inwards. */
  loops?: readonly { id: string; index: number; item: unknown }[];
  publicUrl: string;
}

export interface Beginning {
  type: string;
  at: string;
  actor: Actor;
  data: Record<string, unknown>;
}

/**
 * What values, templates and expressions see: the ticket and its people as they are now, what began
 * the run, earlier steps. `variablesFor` in flows/templates/variables.ts lists the same.
 */
export async function readTemplateValues(
  db: Database,
  of: RunAtStep,
  transaction?: Transaction,
): Promise<Record<string, unknown>> {
  const { ticket, event, occurrence, loops = [] } = of;
  const messageId = occurrence ? undefined : event?.messageId;
  const turns = loops.map(({ id, item, index }) => [id, { item, index }] as const);
  return {
    ...(ticket === null ? {} : await readTicketValues(db, ticket, of.publicUrl, transaction)),
    event: eventValues(of),
    message: messageId === undefined ? {} : await readMessageValues(db, messageId, transaction),
    flow: { slug: of.flow, title: of.flowTitle },
    run: { id: of.runId },
    steps: of.outputs,
    vars: of.variables ?? {},
    inputs: of.inputs ?? {},
    ...turns.at(-1)?.[1],
    loops: Object.fromEntries(turns),
    now: new Date().toISOString(),
  };
}

/** The ticket and its people, as templates see them. */
export async function readTicketValues(
  db: Database,
  number: number,
  publicUrl: string,
  transaction?: Transaction,
): Promise<Record<string, unknown>> {
  const view = await findTicketView(db, number, transaction);
  if (!view) throw new DomainError('ticket-not-found', `There is no ticket ${number}.`);
  const { ticket, requester, assignee, team } = view;
  const { title, description, status, priority, tags, source } = ticket;
  return {
    ticket: {
      ...{ number, title, description, status, priority, tags, source },
      team: team?.name ?? null,
      escalation: ticket.escalation ?? 0,
      rating: ticket.rating ?? null,
      ratingComment: ticket.ratingComment ?? null,
      fields: ticket.customFields,
      url: `${publicUrl}/tickets/${number}`,
      createdAt: ticket.createdAt,
      updatedAt: ticket.updatedAt,
    },
    requester: {
      id: requester.id,
      name: requester.name ?? requester.email,
      email: requester.email,
      type: requester.type,
    },
    assignee: assignee ?? {},
    account: requester.account ?? {},
  };
}

function eventValues({ event, occurrence }: RunAtStep): Record<string, unknown> {
  const began = occurrence ?? event;
  if (!began) return {};
  const { type, at, actor } = began;
  return {
    ...{ type, at },
    ...(event ? { seq: event.seq } : {}),
    actor: { type: actor.type, name: actor.name },
    ...(occurrence ? { data: occurrence.data } : {}),
  };
}

async function readMessageValues(
  db: Database,
  id: string,
  transaction?: Transaction,
): Promise<Record<string, unknown>> {
  const message = await findFlowMessage(db, id, transaction);
  if (!message) return {};
  const { kind, subject, text, automatic, author } = message;
  const { type, name, email } = author;
  return { id, kind, subject, text, automatic, from: { type, name, email } };
}
