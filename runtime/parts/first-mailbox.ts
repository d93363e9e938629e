import { isIP } from 'node:net';
import { createMailbox, listMailboxes } from '../../db/mailbox-store';
import type { Part } from '../product';

/** An address to write to from the first start on; agents can change it. */
export const firstMailbox: Part = {
  name: 'first mailbox',
  roles: ['all', 'api'],
  async start({ addresses, db, publicUrl }) {
    if ((await listMailboxes(db)).length === 0) {
      await createMailbox(db, {
        name: 'Support',
        address: `support@${mailDomain(publicUrl)}`,
        // Everything at the domain comes in by our own door.
        replyAddress: 'reply',
      });
    }
    const [mailbox] = await listMailboxes(db);
    if (mailbox) addresses.mailbox = mailbox.address;
  },
};

/** The desk's own host where it has a name that others know. */
function mailDomain(publicUrl: string): string {
  const host = new URL(publicUrl).hostname;
  return host.includes('.') && isIP(host) === 0 ? host : 'example.com';
}
