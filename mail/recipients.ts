import type { Database } from '../db/database';
import { readInstallation } from '../db/installation';
import { listMailboxes } from '../db/mailbox-store';
import { ownAddressAmong } from '../domain/mail/address';
import type { Keyed } from '../domain/mail/keyed-check';
import { mailTexts } from '../domain/mail/messages';
import { isOurs, ticketsAddressed } from '../domain/mail/reply-address';
import { mailReturned } from '../domain/mail/return-path';
import { tagKey } from './tag-key';

const freshMs = 2_000;

/**
 * Says why a recipient cannot be taken, or null when the address is a mailbox of ours, or a reply
 * address or return path that we signed. Throws when the database cannot be asked and nothing fresh is
 * remembered.
 */
export function openRecipientCheck(db: Database): (address: string) => Promise<string | null> {
  let known: { addresses: string[]; keyed: Keyed; at: number } | undefined;

  return async (address) => {
    const isFresh = known !== undefined && Date.now() - known.at < freshMs;
    if (!isFresh || !isOurs(address, known!.addresses)) {
      const mailboxes = await listMailboxes(db);
      known = {
        addresses: mailboxes.map((mailbox) => mailbox.address),
        keyed: known?.keyed ?? tagKey(await readInstallation(db)),
        at: Date.now(),
      };
    }
    const { addresses, keyed } = known!;
    if (ownAddressAmong([address], addresses)) return null;
    if (ticketsAddressed([address], addresses, keyed).length > 0) return null;
    if (mailReturned([address], addresses, keyed) !== null) return null;
    const [first] = addresses;
    return first === undefined
      ? mailTexts.noMailboxYet(address)
      : mailTexts.unknownRecipient(address, first);
  };
}
