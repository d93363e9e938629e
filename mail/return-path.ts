import type { Database } from '../db/database';
import type { Delivery } from '../db/delivery-store';
import { readInstallation } from '../db/installation';
import type { Mailbox } from '../db/mailbox-store';
import { returnPathOf } from '../domain/mail/return-path';
import { tagKey } from './tag-key';

/**
 * The envelope's sender of a mail: where servers report that it did not arrive. A mailbox's own server
 * often takes no other sender than the account's address, so only the system's is given a signed one.
 */
export async function returnPathFor(
  db: Database,
  { id, sender }: Delivery,
  mailbox: Mailbox | null,
): Promise<string> {
  if (!mailbox || mailbox.smtp) return sender.address;
  const keyed = tagKey(await readInstallation(db));
  return returnPathOf(id, mailbox, keyed) ?? sender.address;
}
