import type { Logger } from '../config/logger';
import { findBlockOf } from '../db/blocked-sender-store';
import type { Database } from '../db/database';
import { countRecentMails, type InboundMail } from '../db/inbound-mail-store';
import type { Installation } from '../db/installation';
import { listMailboxes, type Mailbox } from '../db/mailbox-store';
import { sidesOfMessageIds, type MailSides, type ThreadPeople } from '../db/mail-thread-store';
import { isOfSameAccount } from '../db/participant-store';
import { findAgentByEmail, isAnyAgent } from '../db/requester-store';
import { comparable } from '../domain/mail/address';
import { recogniseAutomatic, type AutomaticKind } from '../domain/mail/automatic';
import { floodLimits, recogniseFlood, type RecentMails } from '../domain/mail/flood';
import type { IntakeFacts, SenderRole } from '../domain/mail/intake';
import { replyToOldTicket, usualWishes } from '../domain/mail/old-ticket';
import { originHeader } from '../domain/mail/outgoing-headers';
import { mailReturned } from '../domain/mail/return-path';
import type { ThreadClue } from '../domain/mail/threading';
import { authenticateMail, mostDomains, type SenderChecks } from './authenticate';
import type { Checked } from './check-sender';
import { domainsOf, fromAddressesOf } from './from-addresses';
import { mailboxOf } from './mailbox-of';
import { peopleIn, type ParsedMail, type Person } from './parse-mail';
import { tagKey } from './tag-key';
import { roleOf, threadOfMail } from './thread-of-mail';

/** A mail that is being dealt with. */
export interface Incoming {
  inbound: InboundMail;
  mail: ParsedMail;
  sender: Person;
  raw: Buffer;
  installation: Installation;
  checks: SenderChecks;
  /** Where people reach the product; undefined: mails have no links. */
  publicUrl: string | undefined;
  log: Logger;
  /** The ticket that goes on with the one that it answers, when that was merged at this moment. */
  into?: number;
}

/** What the decision about a mail looks at, and what acting on it needs. */
export interface MailFacts {
  facts: IntakeFacts;
  thread: ThreadPeople | null;
  clue: ThreadClue | null;
  agent: { id: string; name: string; email: string } | null;
  /** As it is, whatever an agent who released it thinks. */
  automatic: AutomaticKind;
  /** The block that its sender falls under. */
  block: string | null;
  /** The mail of ours (its id) whose return path it was sent to. */
  returned: string | null;
  /** The mailbox that it was sent to. */
  mailbox: Mailbox | undefined;
  authentication: Checked;
}

/** Finds out all that the intake table asks about a mail. */
export async function gatherFacts(db: Database, incoming: Incoming): Promise<MailFacts> {
  const { inbound, mail, sender, installation, checks } = incoming;
  const { releasedBy } = inbound.envelope;
  const recipients = recipientsOf(incoming);
  const from = fromAddressesOf(incoming.raw);
  const writers = [...from.addresses, sender.address];
  const mailboxesRead = listMailboxes(db);
  const [mailboxes, answered, agentNamed, block, answers, isUnclear, authentication] =
    await Promise.all([
      mailboxesRead,
      mailboxesRead.then((all) => {
        const own = all.map(({ address }) => address);
        return threadOfMail(db, mail, { recipients, own, keyed: tagKey(installation) });
      }),
      findAgentByEmail(db, sender.address),
      findBlockOf(db, sender.address),
      sidesOfMessageIds(db, idsNamedBy(mail)),
      isWriterUnclear(db, writers, from.headers),
      authenticateMail({ inbound, writers, raw: incoming.raw }, checks),
    ]);
  // Anybody can write an agent's address into From; it counts when something speaks for it.
  const { isProven } = authentication;
  const agent = isProven || releasedBy ? agentNamed : null;
  const thread = answered?.people ?? null;
  const mailbox = mailboxOf(recipients, mailboxes);
  const ownAddresses = mailboxes.map(({ address }) => address);
  const returned = mailReturned(recipients, ownAddresses, tagKey(installation));
  const automatic = recogniseAutomatic({
    header: mail.header,
    returnPath: inbound.envelope.from ?? mail.header('return-path') ?? null,
    from: sender.address,
    toReturnPath: returned !== null,
    subject: mail.subject,
    text: mail.text,
    ownAddresses,
  });

  const named = roleOf(sender.address, thread, { ownAddresses, isAgent: agent !== null, answers });
  // An agent who wrote replies is on the thread; whoever only bears their address is not.
  const known = named === 'on-thread' && agentNamed && !isProven ? 'stranger' : named;
  const [role, before] = await Promise.all([
    withColleague(db, known, { incoming, thread, mailbox, answers }),
    automatic === 'bounce' || releasedBy ? [] : countRecent(db, incoming, thread),
  ]);
  const oldReply =
    thread === null
      ? 'reopen'
      : replyToOldTicket(thread, mailbox ?? usualWishes, inbound.receivedAt);
  const isOurs = mail.header(originHeader) === installation.id && automatic !== 'bounce';
  const isBlocked = block !== null && agent === null && role !== 'ourselves' && !releasedBy;
  return {
    facts: {
      ...(releasedBy
        ? { sender: releasedRole(role, mayBeThirdParty(thread, answers)), automatic: 'no' as const }
        : {
            sender: isOurs
              ? 'ourselves'
              : isBlocked
                ? 'blocked'
                : isUnclear && role !== 'ourselves'
                  ? 'unclear'
                  : role,
            automatic,
          }),
      authentication: releasedBy ? 'not-checked' : authentication.result,
      flood: recogniseFlood(before, thread === null || oldReply === 'follow_up'),
      thread: threadState(thread),
      oldReply,
    },
    thread,
    clue: answered?.clue ?? null,
    agent,
    automatic,
    block,
    returned,
    mailbox,
    authentication,
  };
}

/** Of several whom it names as its writers, what checks it and what shows it may mean different ones. */
async function isWriterUnclear(
  db: Database,
  writers: readonly string[],
  headers: number,
): Promise<boolean> {
  const domains = domainsOf(writers);
  if (headers < 2 && domains.length < 2) return false;
  return domains.length > mostDomains || isAnyAgent(db, writers);
}

/** Everybody whom it was sent to, and where servers on its way say that they brought it. */
function recipientsOf({ inbound, mail }: Incoming): string[] {
  const delivered = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) =>
    peopleIn(mail.header(name)),
  );
  const named = [...mail.to, ...mail.cc, ...delivered].map(({ address }) => address);
  return [...inbound.envelope.to, ...named];
}

/** A stranger of the requester's account may write where the mailbox says so. */
async function withColleague(
  db: Database,
  role: SenderRole,
  {
    incoming: { sender },
    thread,
    mailbox,
    answers,
  }: {
    incoming: Incoming;
    thread: ThreadPeople | null;
    mailbox: Mailbox | undefined;
    answers: MailSides;
  },
): Promise<SenderRole> {
  const mayBe = role === 'stranger' && thread && mailbox?.sameAccountMayJoin;
  if (!mayBe || mayBeThirdParty(thread, answers)) return role;
  const asked = { requesterId: thread.requester.id, address: sender.address };
  return (await isOfSameAccount(db, asked)) ? 'on-thread' : role;
}

function countRecent(
  db: Database,
  { sender }: Incoming,
  thread: ThreadPeople | null,
): Promise<RecentMails[]> {
  const minutes = [...new Set(floodLimits.map((limit) => limit.minutes))];
  const ticket = thread?.ticket ?? null;
  return countRecentMails(db, { sender: comparable(sender.address), ticket, minutes });
}

function mayBeThirdParty(thread: ThreadPeople | null, answers: MailSides): boolean {
  if (thread === null) return false;
  return answers.thirdParty || (!answers.customer && thread.forwardedTo.length > 0);
}

/**
 * Who wrote what an agent released: somebody on the thread, unless it may be of the talk with third
 * parties, which the customer must not see.
 */
function releasedRole(role: SenderRole, isOfThirdParties: boolean): SenderRole {
  if (role === 'agent' || role === 'third-party') return role;
  const mayBeAnybody = role === 'stranger' || role === 'ourselves';
  return mayBeAnybody && isOfThirdParties ? 'third-party' : 'on-thread';
}

function threadState(thread: ThreadPeople | null): IntakeFacts['thread'] {
  if (thread === null) return 'none';
  const { status } = thread;
  return status === 'closed' || status === 'resolved' ? status : 'open';
}

/** Its own too: it may be one of ours that came back. */
function idsNamedBy({ messageId, inReplyTo, references }: ParsedMail): string[] {
  return [...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references];
}
