/** What the workflow that delivers a mail asks the world to do. Ids only: histories are kept. */
export interface MailActivities {
  /**
   * One attempt. Fails when the server did not take it yet. The state is final: sent, or refused
   * for good. Asked again after that, it answers the same and sends nothing.
   */
  'mail.send'(input: { deliveryId: string }): Promise<{ state: 'sent' | 'failed' }>;
  /** The time for trying is over. */
  'mail.give-up'(input: { deliveryId: string }): Promise<void>;
  /** Tells the ticket how its reply fared. Repeating it changes nothing. */
  'mail.record-outcome'(input: { deliveryId: string }): Promise<void>;
}
