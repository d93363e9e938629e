import type { Database } from '../db/database';
import { countAcknowledgements } from '../db/delivery-store';
import { findThreadPeople } from '../db/mail-thread-store';
import { mailTexts } from '../domain/mail/messages';
import { customerLink } from './customer-link';
import type { Incoming, MailFacts } from './intake-facts';
import { queueMail } from './queue-mail';
import { writeFromTemplate } from './write-from-template';

/** More to one address within an hour, and it is a machine that writes (RFC 3834, 2). */
const atMostAnHour = 3;

/**
 * Tells whoever began a ticket by mail that it arrived, where the mailbox says so: once for a ticket,
 * never a machine, an agent or ourselves. Answers why it did not though it should have; null otherwise.
 */
export async function acknowledge(
  db: Database,
  { sender, installation, publicUrl, log }: Incoming,
  {
    mailbox,
    automatic,
    agent,
    ticket,
  }: Pick<MailFacts, 'mailbox' | 'automatic' | 'agent'> & { ticket: number },
): Promise<string | null> {
  if (!mailbox?.acknowledges || automatic !== 'no' || agent !== null) return null;
  const to = sender.address;
  const key = `acknowledgement/${ticket}`;
  if ((await countAcknowledgements(db, { to, butNot: key })) >= atMostAnHour) {
    return mailTexts.noAcknowledgement(atMostAnHour);
  }
  const link = publicUrl && customerLink(publicUrl, { ticket, address: to }, installation);
  const values = {
    'requester.name': sender.name || null,
    'mailbox.name': mailbox.name,
    'ticket.number': ticket,
    'ticket.title': (await findThreadPeople(db, ticket))!.title,
    link: link || null,
  };
  const words = await writeFromTemplate(db, 'acknowledgement', values, { log });
  await queueMail(db, {
    key,
    to,
    ...words,
    ticketNumber: ticket,
    kind: 'acknowledgement',
  });
  return null;
}
