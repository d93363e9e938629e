import type { Database } from '../db/database';
import { listMailboxes } from '../db/mailbox-store';
import { ownAddressAmong } from '../domain/mail/address';
import { mailTexts } from '../domain/mail/messages';

const freshMs = 2_000;

/**
 * Says why a recipient cannot be taken, or null when the address is a mailbox of ours. Throws when
 * the database cannot be asked and nothing fresh is remembered.
 */
export function openRecipientCheck(db: Database): (address: string) => Promise<string | null> {
  let known: { addresses: string[]; at: number } | undefined;

  return async (address) => {
    const isFresh = known !== undefined && Date.now() - known.at < freshMs;
    if (!isFresh || !ownAddressAmong([address], known!.addresses)) {
      const mailboxes = await listMailboxes(db);
      known = { addresses: mailboxes.map((mailbox) => mailbox.address), at: Date.now() };
    }
    if (ownAddressAmong([address], known!.addresses)) return null;
    const [first] = known!.addresses;
    return first === undefined
      ? mailTexts.noMailboxYet(address)
      : mailTexts.unknownRecipient(address, first);
  };
}
