/** What the workflow that delivers a mail asks the world to do. Ids only: histories are kept. */
export interface MailActivities {
  /**
   * One attempt, at those who have it not yet. Fails when the server did not take it for somebody yet. The
   * state is final: sent to all, or refused for good for at least one. Asked again after that, it answers the same and sends nothing.
   */
  'mail.send'(input: { deliveryId: string }): Promise<{ state: 'sent' | 'failed' }>;
  /**
   * The time for trying is over; a mail that waited for its domain's limit is queued once more instead.
   * `retries`: which of its workflows asks, so that asking twice does it once; older runs do not say.
   */
  'mail.give-up'(input: { deliveryId: string; retries?: number }): Promise<void>;
  /** Tells the ticket how its reply fared. Repeating it changes nothing. */
  'mail.record-outcome'(input: { deliveryId: string }): Promise<void>;
}
