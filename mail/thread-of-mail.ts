import type { Database } from '../db/database';
import { ticketGoingOn } from '../db/merge-store';
import {
  findThreadPeople,
  ticketsOfMessageIds,
  type MailSides,
  type ThreadPeople,
} from '../db/mail-thread-store';
import { comparable } from '../domain/mail/address';
import type { SenderRole } from '../domain/mail/intake';
import { ticketsTagged, type Keyed } from '../domain/mail/reference-tag';
import { findThread } from '../domain/mail/threading';
import type { ParsedMail } from './parse-mail';

/**
 * The ticket that a mail answers, or the one that it was merged into, and who is on it; null when
 * it answers none.
 */
export async function threadOfMail(
  db: Database,
  mail: ParsedMail,
  keyed: Keyed,
): Promise<ThreadPeople | null> {
  const references = [...mail.reportedIds, ...mail.references];
  const thread = findThread({
    inReplyTo: mail.inReplyTo,
    references,
    known: await ticketsOfMessageIds(db, [...mail.inReplyTo, ...references]),
    tagged: ticketsTagged(mail.subject, keyed),
  });
  return thread && findThreadPeople(db, await ticketGoingOn(db, thread.ticket));
}

/** What the writer of a mail is to the ticket that it answers. */
export function roleOf(
  address: string,
  thread: ThreadPeople | null,
  known: { ownAddresses: readonly string[]; isAgent: boolean; answers: MailSides },
): SenderRole {
  const sender = comparable(address);
  if (known.ownAddresses.some((own) => comparable(own) === sender)) return 'ourselves';
  if (thread && comparable(thread.requester.email) === sender) return 'requester';
  if (known.isAgent) return 'agent';
  const isOnThread =
    thread?.addresses.includes(sender) || thread?.requesterAddresses.includes(sender);
  const { thirdParty, customer } = known.answers;
  // What answers a forward must not reach the customer, whoever else its writer is.
  if (thread?.forwardedTo.includes(sender)) {
    return isOnThread && customer && !thirdParty ? 'on-thread' : 'third-party';
  }
  if (!isOnThread) return 'stranger';
  return thirdParty ? 'third-party' : 'on-thread';
}
