import type { NotificationKind } from '../notification/kind';
import type { TicketEventType } from '../ticket/event';
import type { Status } from '../ticket/status';

/** The sentences that mail brings to people. One place, so that they can be read and translated. */
export const mailTexts = {
  noSubject: '(no subject)',
  cutShort: '[The text was too long and ends here; the whole mail is kept as it came.]',
  takesTooLong: 'Reading the mail took too long.',
  noSender: 'It has no sender address, so nobody could be answered.',
  cannotBeRead: (why: string) => `The mail could not be read: ${why}`,
  failedOften: (why: string) => `Processing failed several times: ${why}`,
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
  bounced: (why: string) => `The mail came back: ${why}`,
  cameBack: 'a mail server reported that it could not be delivered',

  unknownRecipient: (address: string, known: string) =>
    `There is no mailbox ${address} here; write to ${known}.`,
  noMailboxYet: (address: string) =>
    `There is no mailbox ${address} here, and none is set up yet; an admin has to add one.`,
  tooLarge: (megabytes: number) => `The mail is larger than ${megabytes} MB.`,
  tryLater: 'The mail cannot be stored at the moment; please try again later.',
  queued: (id: string) => `Kept as ${id}`,

  quotedIntro: (date: string, name: string) => `On ${date}, ${name} wrote:`,
  seeYourRequest: 'See your request and answer online',
  replySender: (agent: string, mailbox: string) => `${agent} at ${mailbox}`,

  notice: {
    mentioned: ({ number, title, by }) => ({
      subject: `${by} mentioned you on ticket ${number}: ${title}`,
      deed: `${by} mentioned you in a note on ticket ${number}.`,
    }),
    assigned: ({ number, title, by }) => ({
      subject: `Ticket ${number} is yours: ${title}`,
      deed: `${by} assigned ticket ${number} to you.`,
    }),
    'customer-replied': ({ number, title, by }) => ({
      subject: `${by} replied on ticket ${number}: ${title}`,
      deed: `${by} replied on ticket ${number}, which is yours.`,
    }),
    'snooze-over': ({ number, title }) => ({
      subject: `Ticket ${number} is back: ${title}`,
      deed: `Ticket ${number} was snoozed and is back.`,
    }),
    'team-assigned': ({ number, title, by }) => ({
      subject: `Ticket ${number} is your team’s: ${title}`,
      deed: `${by} gave ticket ${number} to your team.`,
    }),
    watched: ({ number, title, by, type, status }) => ({
      subject: `News on ticket ${number}: ${title}`,
      deed: `${by} ${deedOf(type, status)} ticket ${number}, which you watch.`,
    }),
  } satisfies Record<NotificationKind, (told: Told) => { subject: string; deed: string }>,
  noticeText: (ticket: {
    agent: string;
    /** Who did what, a sentence. */
    deed: string;
    title: string;
    requester: string;
    priority: string;
    /** The note or reply that it is about. */
    text: string | null;
    link: string;
  }) =>
    [
      `Hello ${ticket.agent},`,
      '',
      ticket.deed,
      '',
      `Title:     ${ticket.title}`,
      `Requester: ${ticket.requester}`,
      `Priority:  ${ticket.priority}`,
      ...(ticket.text === null ? [] : ['', ...quoted(ticket.text)]),
      '',
      ticket.link,
    ].join('\n'),

  invitationSubject: 'Your account at the support desk',
  invitationText: (to: { agent: string; by: string; link: string; days: number }) =>
    [
      `Hello ${to.agent},`,
      '',
      `${to.by} invites you to the support desk. Choose your password here:`,
      '',
      to.link,
      '',
      `The link works once, for ${to.days} days. Do not pass it on: whoever opens it gets your account.`,
    ].join('\n'),

  passwordResetSubject: 'A new password for the support desk',
  passwordResetText: (to: { agent: string; link: string; hours: number }) =>
    [
      `Hello ${to.agent},`,
      '',
      'somebody, probably you, asked for a new password. Choose it here:',
      '',
      to.link,
      '',
      `The link works once, for ${to.hours === 1 ? 'an hour' : `${to.hours} hours`}. If it was not you, do nothing: your password stays as it is.`,
    ].join('\n'),

  onlyForAdmins: 'This mail holds a one-time link to an account. Only administrators see its text.',

  someRefused: (refused: string) => `Sent, but not to everybody: ${refused}`,
  noServer: 'The mail server could not be reached',
  gaveUp: (reason: string) => `Given up after two days: ${reason}`,
} as const;

/** What an agent is told of. */
interface Told {
  number: number;
  title: string;
  by: string;
  type: TicketEventType;
  status: Status | null;
}

const longestQuote = 4_000;

function quoted(text: string): string[] {
  const cut = text.length > longestQuote ? `${text.slice(0, longestQuote).toWellFormed()} …` : text;
  return cut.split('\n').map((line) => `> ${line}`.trimEnd());
}

function deedOf(type: TicketEventType, status: Status | null): string {
  if (type === 'message.note_added') return 'added a note to';
  if (type === 'ticket.status_changed' && status)
    return `set the status “${statusNames[status]}” on`;
  return 'replied on';
}

const statusNames: Record<Status, string> = {
  open: 'Open',
  in_progress: 'In Progress',
  waiting: 'Waiting',
  resolved: 'Resolved',
  closed: 'Closed',
};
