import { randomUUID } from 'node:crypto';
import type { Actor, Change, Command, NewTicket } from '../../domain/ticket/command';
import { decide } from '../../domain/ticket/decide';
import type { TicketEvent } from '../../domain/ticket/event';
import type { TicketState } from '../../domain/ticket/ticket';

export const anAgent: Actor = { type: 'agent', id: 'agent-1', name: 'Ana Ruiz' };

/** What a new ticket is asked to be, with what the test cares about. */
export function aNewTicket(fields: Partial<NewTicket> = {}): NewTicket {
  return {
    title: 'The printer is on fire',
    description: 'It started this morning.',
    priority: 'medium',
    requester: { type: 'lead', id: '00000000-0000-4000-8000-000000000001' },
    assigneeId: null,
    tags: [],
    source: 'api',
    followUpOf: null,
    ...fields,
  };
}

export function aCommand(change: Change, fields: Partial<Command> = {}): Command {
  const ticket = change.type === 'create' ? null : 1042;
  return { id: randomUUID(), ticket, actor: anAgent, change, ...fields };
}

export function creation(fields: Partial<NewTicket> = {}): Command {
  return aCommand({ type: 'create', ticket: aNewTicket(fields), messageId: randomUUID() });
}

export const noon = '2026-11-23T12:00:00.000Z';

/** What `decide` says at noon about ticket 1042. */
export function decideNow(state: TicketState | null, command: Command, at = noon) {
  return decide(state, command, { at, number: 1042 });
}

/** The same, for a command that must be accepted. */
export function accepted(
  state: TicketState | null,
  command: Command,
): { ticket: TicketState; events: TicketEvent[] } {
  const decision = decideNow(state, command);
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.message}`);
  return decision;
}

/** A ticket as it is after its creation, with these fields on top. */
export function aTicket(fields: Partial<TicketState> = {}): TicketState {
  return { ...accepted(null, creation()).ticket, ...fields };
}
