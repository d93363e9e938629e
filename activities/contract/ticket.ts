import type { TicketFacts } from '../../domain/ticket/ticket';

/** What the ticket workflow asks the world to do. */
export interface TicketActivities {
  /** The ticket's facts as its row holds them now; null when there is no such ticket. */
  readTicketFacts(input: { number: number }): Promise<TicketFacts | null>;
  /** Submits `wake` for a ticket that is snoozed until then. Repeating it changes nothing. */
  wakeTicket(input: { number: number; until: string }): Promise<void>;
  /** Submits `reopen` for the customer's reply. Repeating it changes nothing. */
  reopenTicket(input: { number: number; messageId: string }): Promise<void>;
}
