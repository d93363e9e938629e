import type { Message, Ticket } from '../../../api/types';

/** Why a recipient should be looked at before the reply leaves. */
export interface Concern {
  address: string;
  why: 'new' | 'changed';
  before?: string;
}

/**
 * The recipients that the ticket's mail has not gone to or come from yet, and a requester who is
 * not whom the earlier replies went to.
 */
export function concernsOf(ticket: Ticket, thread: Message[], copies: string[]): Concern[] {
  // To whom something was forwarded is as new to the customer as anybody.
  const messages = thread.filter(({ direction }) => direction !== 'internal');
  const requester = ticket.requester.email.toLowerCase();
  const known = new Set([requester]);
  for (const { author, delivery, direction } of messages) {
    if (direction === 'in' && author.email) known.add(author.email.toLowerCase());
    const { to = [], cc = [], bcc = [] } = delivery ?? {};
    for (const address of [...to, ...cc, ...bcc]) {
      known.add(address.toLowerCase());
    }
  }
  // What went to the customer of a merged ticket says nothing about this one's.
  const own = messages.filter(({ fromTicket }) => fromTicket === undefined);
  const last = own.findLast(({ delivery }) => delivery)?.delivery?.to[0];
  const changed: Concern[] =
    last && last.toLowerCase() !== requester
      ? [{ address: ticket.requester.email, why: 'changed', before: last }]
      : [];
  const added = copies
    .filter((address) => !known.has(address.toLowerCase()))
    .map((address): Concern => ({ address, why: 'new' }));
  return [...changed, ...added];
}

/** Words that promise a file, in the languages that our customers write. */
export function promisesFile(text: string): boolean {
  const own = text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
  return /\b(attached|attachment|attachments|enclosed)\b|\b(im anhang|angehängt|beigefügt)/i.test(
    own,
  );
}
