import type { Installation } from '../db/installation';
import type { Mailbox } from '../db/mailbox-store';
import { replyAddressOf } from '../domain/mail/reply-address';
import { tagKey } from './tag-key';

/** The header that brings answers back to the ticket, as the mailbox wishes; none: to its address. */
export function replyTo(
  mailbox: Mailbox,
  ticket: number,
  installation: Installation,
): Record<string, string> {
  const address = replyAddressOf(ticket, mailbox, tagKey(installation));
  return address === null ? {} : { 'Reply-To': address };
}
