import type { Mailbox } from '../db/mailbox-store';
import { comparable, domainOf, ownAddressAmong } from '../domain/mail/address';
import { isReplyAddress } from '../domain/mail/reply-address';

/**
 * The mailbox of ours that a mail was sent to: the first one that is named, a `reply+…` address
 * standing for the first mailbox of its domain; undefined when none can be told.
 */
export function mailboxOf(
  recipients: readonly string[],
  mailboxes: readonly Mailbox[],
): Mailbox | undefined {
  const own = mailboxes.map(({ address }) => address);
  for (const recipient of recipients) {
    const address = ownAddressAmong([recipient], own);
    if (address) return mailboxes.find((mailbox) => mailbox.address === address);
    if (isReplyAddress(recipient, own)) {
      const domain = domainOf(comparable(recipient));
      return mailboxes.find((mailbox) => domainOf(mailbox.address) === domain);
    }
  }
  return undefined;
}
