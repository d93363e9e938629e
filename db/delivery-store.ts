/** A mail to be sent exactly once. */
export interface NewDelivery {
  id: string;
  /** The same key is the same mail: a second one is never queued. */
  uniqueKey: string;
  kind: 'reply' | 'notification' | 'flow';
  /** The reply that it carries; its delivery state is shown there. */
  messageId: string | null;
  sender: { name: string; address: string };
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  html: string | null;
  /** Further header lines, such as Auto-Submitted (RFC 3834). */
  headers: Record<string, string>;
  rfcMessageId: string;
  inReplyTo: string | null;
  references: string[];
}
