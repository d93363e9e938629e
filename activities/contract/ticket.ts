import type { TicketFacts } from '../../domain/ticket/ticket';

/** What the ticket workflow asks the world to do. */
export interface TicketActivities {
  /** The ticket's facts as its row holds them now; null when there is no such ticket. */
  readTicketFacts(input: { number: number }): Promise<TicketFacts | null>;
  /**
   * Submits `wake` for a ticket that is snoozed until then. Repeating it changes nothing. Answers
   * whether it did something; not when the ticket is further on than `version`, of which the
   * workflow was told last: in the bin, for one. Older runs come without it.
   */
  wakeTicket(input: { number: number; until: string; version?: number }): Promise<boolean>;
  /** Submits `reopen` for the customer's reply; otherwise the same. */
  reopenTicket(input: { number: number; messageId: string; version?: number }): Promise<boolean>;
}
