import { ApplicationFailure } from '@temporalio/common';
import type { Database } from '../db/database';
import { findTicket } from '../db/ticket-store';
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

    async reopenTicket({ number, messageId }) {
      const outcome = await submitCommand(db, {
        id: `reopen/${messageId}`,
        ticket: number,
        change: { type: 'reopen', messageId },
        actor: { type: 'system', id: 'ticket-workflow', name: 'Ticketloom' },
      });
      if (!outcome.ok) {
        throw ApplicationFailure.nonRetryable(outcome.refusal.message, outcome.refusal.code);
      }
    },
  };
}
