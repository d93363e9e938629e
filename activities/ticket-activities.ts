import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database';
import { findTicket } from '../db/ticket-store';
import type { Command } from '../domain/ticket/command';
import { factsOf } from '../domain/ticket/decide';
import { submitCommand } from '../tickets/submit-command';
import type { TicketActivities } from './contract/ticket';

/** What the ticket workflow asks for, on a real database. */
export function createTicketActivities({ db }: { db: Database }): TicketActivities {
  return {
    async readTicketFacts({ number }) {
      const ticket = await findTicket(db, number);
      return ticket && factsOf(ticket);
    },

    wakeTicket: ({ number, until, version }) =>
      submit(db, {
        id: askedAt(`wake/${number}/${until}`, version),
        ticket: number,
        change: { type: 'wake', until },
      }),

    reopenTicket: ({ number, messageId, version }) =>
      submit(db, {
        id: askedAt(`reopen/${messageId}`, version),
        ticket: number,
        change: { type: 'reopen', messageId },
      }),
  };
}

/** Asked again when more is known, it is decided again; a repeated attempt is not. */
function askedAt(id: string, version: number | undefined): string {
  return version === undefined ? id : `${id}/${version}`;
}

async function submit(db: Database, command: Omit<Command, 'actor'>): Promise<boolean> {
  const actor = { type: 'system', id: 'ticket-workflow', name: 'Ticketloom' } as const;
  const outcome = await submitCommand(db, { ...command, actor });
  if (!outcome.ok) {
    throw ApplicationFailure.nonRetryable(outcome.refusal.message, outcome.refusal.code);
  }
  return outcome.events.length > 0;
}
