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

    async wakeTicket({ number, until }) {
      await submit(db, {
        id: `wake/${number}/${until}`,
        ticket: number,
        change: { type: 'wake', until },
      });
    },

    async reopenTicket({ number, messageId }) {
      await submit(db, {
        id: `reopen/${messageId}`,
        ticket: number,
        change: { type: 'reopen', messageId },
      });
    },
  };
}

async function submit(db: Database, command: Omit<Command, 'actor'>): Promise<void> {
  const actor = { type: 'system', id: 'ticket-workflow', name: 'Ticketloom' } as const;
  const outcome = await submitCommand(db, { ...command, actor });
  if (!outcome.ok) {
    throw ApplicationFailure.nonRetryable(outcome.refusal.message, outcome.refusal.code);
  }
}
