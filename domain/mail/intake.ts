import type { AuthenticationResult } from './authentication';
import type { AutomaticKind } from './automatic';
import type { Flood } from './flood';
import type { OldTicketReply } from './mailbox';

/** What became of a mail. `received`: stored, and not yet dealt with. These are the wire values. */
export const mailOutcomes = [
  'received',
  'new',
  'appended',
  'follow_up',
  'quarantined',
  'blocked',
  'ignored',
  'duplicate',
  'bounce',
  'unreadable',
] as const;

export type MailOutcome = (typeof mailOutcomes)[number];

/** What an agent may let through. */
export const releasableOutcomes: readonly MailOutcome[] = ['quarantined', 'blocked', 'ignored'];

/** Whether the mail is a message on a ticket. */
export function isOnTicket(outcome: MailOutcome): boolean {
  return outcome === 'new' || outcome === 'appended' || outcome === 'follow_up';
}

/** How a mail reached us. */
export const mailWays = ['smtp', 'http', 'imap', 'mailgun', 'sendgrid', 'postmark', 'ses'] as const;

export type MailWay = (typeof mailWays)[number];

/**
 * Who wrote, as the ticket that the mail answers knows them. `unclear`: it names several writers, one
 * of them an agent, or very many.
 */
export const senderRoles = [
  'requester',
  'on-thread',
  'agent',
  'third-party',
  'stranger',
  'blocked',
  'unclear',
  'ourselves',
] as const;

export type SenderRole = (typeof senderRoles)[number];

/** All that the decision looks at. */
export interface IntakeFacts {
  sender: SenderRole;
  automatic: AutomaticKind;
  authentication: AuthenticationResult;
  /** Whether the sender writes more than a person does. */
  flood: Flood;
  /** The ticket that the mail answers; `open`: in any status before Resolved. */
  thread: 'none' | 'open' | 'resolved' | 'closed';
  /** What the mailbox wishes for a reply to such an old ticket; `reopen` for others. */
  oldReply: OldTicketReply;
}

/** What to do with a mail. */
export type IntakeAction =
  | 'create-ticket'
  | 'append-reply'
  | 'append-note'
  | 'reopen'
  | 'create-follow-up'
  | 'record-bounce'
  | 'quarantine'
  | 'block'
  | 'ignore';

export interface IntakeRule {
  /** Fields that are left out match everything. */
  when: { [F in keyof IntakeFacts]?: readonly IntakeFacts[F][] };
  then: IntakeAction;
  /** In plain words, for the list of mails. */
  reason: string;
}

const machine = ['bounce', 'auto-reply', 'bulk'] as const;
const atWork = ['open', 'resolved'] as const;
const answered = [...atWork, 'closed'] as const;

/** What becomes of a mail: the first rule that matches. The docs print it, the tests walk it. */
export const intakeRules = [
  {
    when: { sender: ['ourselves'] },
    then: 'ignore',
    reason: 'It came from one of our own addresses; answering it would make a loop.',
  },
  {
    when: { automatic: ['bounce'] },
    then: 'record-bounce',
    reason: 'A mail server reports what became of our mail; it is marked when it failed.',
  },
  {
    when: { sender: ['blocked'] },
    then: 'block',
    reason: 'Its sender is blocked; nobody is told. Release the mail if it is wanted.',
  },
  {
    when: { authentication: ['fail'] },
    then: 'quarantine',
    reason:
      'It does not come from the domain that it names, and that domain asks to refuse such mail (DMARC).',
  },
  {
    when: { sender: ['unclear'] },
    then: 'quarantine',
    reason: 'It names several senders, one of whom is an agent; who wrote it cannot be told.',
  },
  {
    when: { flood: ['ticket'] },
    then: 'quarantine',
    reason:
      'The sender wrote to this ticket more often within ten minutes than a person does, as machines that answer each other do.',
  },
  {
    when: { flood: ['ticket-daily'] },
    then: 'quarantine',
    reason:
      'The sender wrote to this ticket more often within a day than a person does, as machines that answer each other do.',
  },
  {
    when: { flood: ['sender'] },
    then: 'quarantine',
    reason: 'The sender began more tickets within ten minutes than a person does.',
  },
  {
    when: { flood: ['sender-daily'] },
    then: 'quarantine',
    reason: 'The sender began more tickets within a day than a person does.',
  },
  {
    when: { sender: ['agent'], automatic: machine, thread: answered },
    then: 'ignore',
    reason: 'An automatic answer from an agent’s mailbox.',
  },
  {
    when: { sender: ['agent'], thread: atWork },
    then: 'append-note',
    reason: 'Written by an agent from their own mail program; kept as an internal note.',
  },
  {
    when: { sender: ['agent'], thread: ['closed'] },
    then: 'quarantine',
    reason: 'An agent wrote to a closed ticket; open the ticket, then release this mail.',
  },
  {
    when: { sender: ['third-party'], automatic: machine, thread: answered },
    then: 'ignore',
    reason: 'An automatic answer from somebody to whom a message was forwarded.',
  },
  {
    when: { sender: ['third-party'], thread: atWork },
    then: 'append-note',
    reason: 'A message was forwarded to the sender; kept inside, the customer never sees it.',
  },
  {
    when: { sender: ['third-party'], thread: ['closed'] },
    then: 'quarantine',
    reason: 'A third party wrote to a closed ticket; open the ticket, then release this mail.',
  },
  {
    when: { sender: ['stranger'], thread: answered },
    then: 'quarantine',
    reason: 'The sender is neither the requester nor anybody on this ticket.',
  },
  {
    when: { automatic: machine, thread: ['closed'] },
    then: 'ignore',
    reason: 'An automatic answer to a closed ticket.',
  },
  {
    when: { thread: ['closed'], oldReply: ['reopen'] },
    then: 'reopen',
    reason: 'It answers a closed ticket, which it opened again.',
  },
  {
    when: { thread: ['closed'] },
    then: 'create-follow-up',
    reason: 'It answers a closed ticket, so a linked follow-up ticket was made.',
  },
  {
    when: { automatic: ['no'], thread: ['resolved'], oldReply: ['follow_up'] },
    then: 'create-follow-up',
    reason: 'It answers a resolved ticket, so a linked follow-up ticket was made.',
  },
  {
    when: { thread: atWork },
    then: 'append-reply',
    reason: 'It answers this ticket.',
  },
  {
    when: { automatic: ['auto-reply'] },
    then: 'ignore',
    reason: 'An automatic answer that belongs to no ticket.',
  },
  {
    when: {},
    then: 'create-ticket',
    reason: 'It answers no ticket, so a new one was made.',
  },
] as const satisfies readonly IntakeRule[];

/** The rule that decides about a mail; there always is one. */
export function decideIntake(facts: IntakeFacts): IntakeRule {
  const rules: readonly IntakeRule[] = intakeRules;
  return rules.find(({ when }) => matches(when, facts))!;
}

function matches(when: IntakeRule['when'], facts: IntakeFacts): boolean {
  const fields = Object.keys(when) as (keyof IntakeFacts)[];
  return fields.every((field) => (when[field] as readonly string[]).includes(facts[field]));
}
