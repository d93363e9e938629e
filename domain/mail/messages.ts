import type { TicketEventType } from '../ticket/event';
import type { Status } from '../ticket/status';

/**
 * The sentences that mail brings to people. One place, so that they can be read and translated; what an
 * admin can change is in templates.ts.
 */
export const mailTexts = {
  noSubject: '(no subject)',
  encrypted:
    '[This mail is encrypted or signed as a whole. It is kept as it came; its content is in the attached file.]',
  invitation: (to: {
    /** RFC 5546 */
    method: string;
    title: string;
    when: string;
    where: string;
    organiser: string;
  }) => {
    const kind =
      to.method === 'CANCEL' ? 'Cancelled' : to.method === 'REPLY' ? 'Answer to' : 'Invitation';
    return [
      `${kind}: ${to.title}`,
      ...(to.when ? [`When: ${to.when}`] : []),
      ...(to.where ? [`Where: ${to.where}`] : []),
      ...(to.organiser ? [`From: ${to.organiser}`] : []),
    ].join('\n');
  },
  cutShort: '[The text was too long and ends here; the whole mail is kept as it came.]',
  takesTooLong: 'Reading the mail took too long.',
  takesTooMuchMemory: 'Reading the mail took too much memory.',
  readingEnded: 'Reading the mail ended before it was done.',
  noSender: 'It has no sender address, so nobody could be answered.',
  cannotBeRead: (why: string) => `The mail could not be read: ${why}`,
  failedOften: (why: string) => `Processing failed several times: ${why}`,
  messageGone: 'What the mail said is on no ticket any more, so there is nothing to read it into.',
  endedTheProgramOften: 'Processing it was begun ten times and never finished.',
  waitsForEarlier: 'It answers a mail that is still being processed, and waits for it.',
  quarantined: (sender: string, ticket: number) =>
    `${sender} is neither the requester nor anybody on ticket ${ticket}. Release the mail to add it.`,
  ourOwnMail: 'It was sent by this installation itself; answering it would make a loop.',
  released: (by: string) => `Released by ${by}.`,
  blocked: (pattern: string) =>
    `${pattern} is blocked (Settings → Blocked senders). Release the mail if it is wanted.`,
  answersSpam: (ticket: number) =>
    `It answers ticket ${ticket}, which is marked as spam; restore the ticket, then release this mail.`,
  failsDmarc: (domain: string, policy: string | null) =>
    `It says that it comes from ${domain}, and does not: it fails DMARC, and ${domain} asks to ${policy ?? 'refuse'} such mail.`,
  waitsForDns: 'The DNS cannot be asked whether its sender is genuine; it is asked again.',
  bounced: (why: string) => `The mail came back: ${why}`,
  cameBack: 'a mail server reported that it could not be delivered',
  bounceOfNothing: 'A mail server reports a failed delivery, but of no mail that we know.',
  bounceOfEarlier: 'A mail server reports that our mail came back; it was sent again since.',
  bounceDelayed: 'A mail server reports that our mail is delayed; it goes on trying.',
  bounceNoFailure: 'A mail server reports that our mail arrived.',

  unknownRecipient: (address: string, known: string) =>
    `There is no mailbox ${address} here; write to ${known}.`,
  noMailboxYet: (address: string) =>
    `There is no mailbox ${address} here, and none is set up yet; an admin has to add one.`,
  tooLarge: (megabytes: number) => `The mail is larger than ${megabytes} MB.`,
  leftInItsFolder: (mail: { megabytes: number; most: number; folder: string }) =>
    `[This mail has ${mail.megabytes} MB and was not fetched; ${mail.most} MB is the most. It is in the folder ${mail.folder} of the mailbox.]`,
  couldNotBeFetched: (folder: string) =>
    `[This mail could not be fetched, though it was tried again and again. It is in the folder ${folder} of the mailbox.]`,
  mailsLeftOut: (count: number, folder: string) =>
    `${count === 1 ? 'A mail' : `${count} mails`} in the folder ${folder} could not be fetched within the last day; Incoming mail has a notice of each. All others are fetched.`,
  tooMuchAtOnce: 'Too much mail comes at once; please try again in a moment.',
  tooSlow: 'The mail took too long to come in; please try again.',
  tooManyConnections: 'There are too many connections from your address; please try again later.',
  tryLater: 'The mail cannot be stored at the moment; please try again later.',
  queued: (id: string) => `Kept as ${id}`,

  quotedIntro: (date: string, name: string) => `On ${date}, ${name} wrote:`,
  replySender: (agent: string, mailbox: string) => `${agent} at ${mailbox}`,

  /** What happened on a ticket that an agent watches, as its notice says it. */
  noticeDid: (type: TicketEventType, status: Status | null): string => {
    if (type === 'message.note_added') return 'added a note to';
    if (type === 'ticket.status_changed' && status)
      return `set the status “${statusNames[status]}” on`;
    return 'replied on';
  },
  /** The note or reply that a notice is about. */
  noticeQuote: (text: string): string => {
    const cut =
      text.length > longestQuote ? `${text.slice(0, longestQuote).toWellFormed()} …` : text;
    return cut
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n');
  },
  /** In a mail to somebody whose zone is not known: "2026-11-23 09:30 UTC". */
  moment: (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  hours: (hours: number): string => (hours === 1 ? 'an hour' : `${hours} hours`),

  noAcknowledgement: (limit: number) =>
    `No acknowledgement went out: its sender had ${limit} within an hour.`,

  onlyForAdmins: 'This mail holds a one-time link to an account. Only administrators see its text.',

  didNotReach: (refused: readonly { address: string; said: string }[]) =>
    `It did not reach ${refused.map(({ address, said }) => `${address} (${said})`).join(', ')}`,
  domainUnknown: (domain: string) =>
    `Mail from ${domain} cannot be sent yet: an admin has to add and verify the domain (Settings → Domains).`,
  domainUnverified: (domain: string) =>
    `Mail from ${domain} cannot be sent yet: an admin has to put its records into the DNS (Settings → Domains).`,
  domainFailing: (domain: string) =>
    `Mail from ${domain} is no longer sent: its records are gone from the DNS. An admin sees which (Settings → Domains).`,
  keyNotReadable: (domain: string) =>
    `Mail from ${domain} cannot be signed: its key was stored with another SECRET_KEY. An admin has to set the former one, or remove the domain and add it again (Settings → Domains).`,
  domainBusy: (domain: string) =>
    `${domain} has sent as much as its limit for a minute allows; it goes out in the next one.`,
  noServer: 'The mail server could not be reached',
  gaveUp: (reason: string) => `Given up after two days: ${reason}`,
} as const;

const longestQuote = 4_000;

const statusNames: Record<Status, string> = {
  open: 'Open',
  in_progress: 'In Progress',
  waiting: 'Waiting',
  resolved: 'Resolved',
  closed: 'Closed',
};
