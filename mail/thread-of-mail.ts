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
import type { Keyed } from '../domain/mail/keyed-check';
import { ticketsTagged } from '../domain/mail/reference-tag';
import { ticketsAddressed } from '../domain/mail/reply-address';
import { findThread, type ThreadClue } from '../domain/mail/threading';
import type { ParsedMail } from './parse-mail';

/** The ticket that a mail answers, with who is on it, and by what the mail named it. */
export interface AnsweredThread {
  people: ThreadPeople;
  clue: ThreadClue;
}

/**
 * The ticket that a mail answers, or the one that it was merged into; null when it answers none.
 * `recipients`: everybody whom it was sent to.
 */
export async function threadOfMail(
  db: Database,
  mail: ParsedMail,
  {
    recipients,
    own,
    keyed,
  }: { recipients: readonly string[]; own: readonly string[]; keyed: Keyed },
): Promise<AnsweredThread | null> {
  const { inReplyTo, references } = mail;
  const thread = findThread({
    addressed: ticketsAddressed(recipients, own, keyed),
    inReplyTo,
    references,
    known: await ticketsOfMessageIds(db, [...inReplyTo, ...references]),
    tagged: ticketsTagged(mail.subject, keyed),
  });
  if (!thread) return null;
  const people = await findThreadPeople(db, await ticketGoingOn(db, thread.ticket));
  return people && { people, clue: thread.by };
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
