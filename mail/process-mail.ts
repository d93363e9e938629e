import { storeAttachment } from '../db/attachment-store';
import type { Database } from '../db/database';
import { readFile } from '../db/file-store';
import { postponeInboundMail } from '../db/inbound-claim-store';
import {
  describeInboundMail,
  finishInboundMail,
  isAnyBeingReceived,
  type InboundMail,
  type InboundMailResult,
  type MailAbout,
} from '../db/inbound-mail-store';
import { ticketGoingOn } from '../db/merge-store';
import { ticketOfMessage } from '../db/mail-thread-store';
import type { NewMessage } from '../db/message-store';
import { addParticipant } from '../db/participant-store';
import { findOrCreateRequester, type Requester } from '../db/requester-store';
import { domainOf } from '../domain/mail/address';
import type { Authentication } from '../domain/mail/authentication';
import type { AutomaticKind } from '../domain/mail/automatic';
import { decideIntake, isOnTicket, type IntakeRule } from '../domain/mail/intake';
import { mailTexts } from '../domain/mail/messages';
import { plainSubject } from '../domain/mail/subject';
import { thirdParty, type Actor, type Change } from '../domain/ticket/command';
import { defaultPriority } from '../domain/ticket/priority';
import { descriptionMaxLength, titleMaxLength } from '../domain/ticket/ticket';
import { stableUuid } from '../tickets/stable-uuid';
import { submitCommand } from '../tickets/submit-command';
import { acknowledge } from './acknowledge';
import { cleanLine, cleanText } from './clean-text';
import { gatherFacts, type Incoming, type MailFacts } from './intake-facts';
import { contentOf } from './mail-content';
import { peopleIn, type ParsedMail, type Person } from './parse-mail';
import { readMail } from './read-mail';
import { recordBounce } from './record-bounce';

const askDnsAgainS = 20;
const askDnsAtMostTimes = 9;
/** The earlier one may wait for the DNS, and for one before it: seven minutes in all. */
const waitForEarlierAtMostTimes = 60;
const waitForEarlierS = (times: number): number => (times < 20 ? 1 : 10);

/**
 * Deals with a stored mail: makes a ticket of it, adds it to the one it answers, or says why not.
 * Everything it does has an id made from the mail's own, so doing it again, after a crash or in
 * two processes at once, changes nothing. Throws when it should be tried again later.
 */
export async function processMail(
  db: Database,
  inbound: InboundMail,
  desk: Pick<Incoming, 'installation' | 'checks' | 'publicUrl' | 'log'>,
): Promise<void> {
  const raw = (await readFile(db, inbound.fileId))!;
  let mail: ParsedMail;
  try {
    mail = await readMail(raw);
  } catch (error) {
    const reason = mailTexts.cannotBeRead(error instanceof Error ? error.message : String(error));
    return finish(db, inbound, { outcome: 'unreadable', reason: cleanLine(reason), ticket: null });
  }
  const sender = mail.from ?? peopleIn(inbound.envelope.from ?? undefined)[0];
  const about = {
    fromAddress: sender?.address ?? null,
    fromName: sender?.name || null,
    subject: mail.subject,
  };
  if (!sender) {
    const reason = mailTexts.noSender;
    return finish(db, inbound, { outcome: 'unreadable', reason, ticket: null }, about);
  }
  try {
    const result = await route(db, { inbound, mail, sender, raw, ...desk });
    if (!('waitS' in result)) return await finish(db, inbound, result, about);
    const { waitS: seconds, reason, waitsFor } = result;
    await postponeInboundMail(db, inbound, { seconds, reason, waitsFor });
  } catch (error) {
    // So that the list shows whose mail it is that fails; the failure itself is the caller's.
    await describeInboundMail(db, inbound.id, about).catch(() => undefined);
    throw error;
  }
}

/** A mail about which is decided. */
interface Routed extends Incoming, Omit<MailFacts, 'facts' | 'block' | 'authentication'> {
  reason: string;
}

type Result = Omit<InboundMailResult, 'messageId'>;

/** It is taken up again after so many seconds. */
interface Later {
  waitS: number;
  waitsFor: 'dns' | 'earlier';
  reason: string;
}

async function route(db: Database, incoming: Incoming): Promise<Result | Later> {
  const { inbound, mail, sender } = incoming;
  const [earlier, mustWait, known] = await Promise.all([
    ticketOfMessage(db, messageIdOf(inbound)),
    answersOneInProgress(db, inbound, mail),
    gatherFacts(db, incoming),
  ]);
  if (earlier) return acknowledged(db, outcomeBefore(earlier), incoming, known);
  if (mustWait) {
    const waitS = waitForEarlierS(inbound.waitsForEarlier);
    return { waitS, waitsFor: 'earlier', reason: mailTexts.waitsForEarlier };
  }

  const { facts, block, authentication: checked, ...found } = known;
  const { undecided, isProven: _, ...authentication } = checked;
  if (undecided && !inbound.envelope.releasedBy && inbound.waits < askDnsAtMostTimes) {
    return { waitS: askDnsAgainS, waitsFor: 'dns', reason: mailTexts.waitsForDns };
  }
  const { thread, clue } = found;
  const { releasedBy, addsParticipant } = inbound.envelope;
  const isNoReport = found.automatic !== 'bounce' && facts.sender !== 'blocked';
  if (thread?.removed === 'spam' && isNoReport) {
    const reason = mailTexts.answersSpam(thread.ticket);
    return { outcome: 'quarantined', reason, ticket: thread.ticket, clue, authentication };
  }
  if (releasedBy && addsParticipant && thread) {
    const { ticket } = thread;
    await addParticipant(db, { ticket, address: sender.address, addedBy: releasedBy });
  }
  const rule = decideIntake(facts);
  const reason = reasonOf(rule, incoming, { thread, block, authentication });
  const result = await act(db, rule.then, { ...incoming, ...found, reason });
  if ('waitS' in result) return result;
  return acknowledged(db, { clue, authentication, ...result }, incoming, known);
}

/** What began a ticket is acknowledged before the mail counts as dealt with: a crash forgets none. */
async function acknowledged(
  db: Database,
  result: Result,
  incoming: Incoming,
  known: MailFacts,
): Promise<Result> {
  const { outcome, ticket } = result;
  if (ticket === null || (outcome !== 'new' && outcome !== 'follow_up')) return result;
  const whyNot = await acknowledge(db, incoming, { ...known, ticket });
  return whyNot === null ? result : { ...result, reason: [result.reason, whyNot].join(' ').trim() };
}

function reasonOf(
  rule: IntakeRule,
  { inbound, sender }: Incoming,
  known: Pick<MailFacts, 'thread' | 'block'> & { authentication: Authentication },
): string {
  const { releasedBy } = inbound.envelope;
  const { thread, block, authentication } = known;
  if (rule.then === 'block') return mailTexts.blocked(block!);
  if (rule.then !== 'quarantine') return releasedBy ? mailTexts.released(releasedBy) : rule.reason;
  if (rule.when.authentication) {
    const { domain, policy } = authentication;
    return mailTexts.failsDmarc(domain ?? domainOf(sender.address), policy);
  }
  const byStranger = rule.when.sender?.includes('stranger');
  return byStranger ? mailTexts.quarantined(sender.address, thread!.ticket) : rule.reason;
}

async function act(
  db: Database,
  action: IntakeRule['then'],
  routed: Routed,
): Promise<Result | Later> {
  const { reason, thread } = routed;
  const ticket = thread?.ticket ?? null;
  switch (action) {
    case 'ignore':
      return { outcome: 'ignored', reason, ticket };
    case 'quarantine':
      return { outcome: 'quarantined', reason, ticket };
    case 'block':
      return { outcome: 'blocked', reason, ticket };
    case 'record-bounce':
      return recordBounce(db, routed);
    case 'append-note':
      return append(db, routed, 'note');
    case 'append-reply':
      return append(db, routed, 'customer');
    case 'reopen':
      return reopen(db, routed);
    case 'create-ticket':
    case 'create-follow-up':
      return createTicket(db, routed);
  }
}

async function append(
  db: Database,
  routed: Routed,
  kind: 'note' | 'customer',
): Promise<Result | Later> {
  const { inbound, agent, reason } = routed;
  const ticket = routed.thread!.ticket;
  const author: NewMessage['author'] =
    kind === 'customer'
      ? authorFrom(await requesterOf(db, routed))
      : agent
        ? { type: 'agent', ...agent }
        : thirdPartyFrom(routed);
  const messageId = messageIdOf(inbound);
  const change: Change =
    kind === 'note'
      ? { type: 'add-note', messageId }
      : { type: 'receive-reply', messageId, automatic: isMachine(routed.automatic, inbound) };
  const message = await messageOf(db, routed, { kind, author });
  const outcome = await submitCommand(
    db,
    { id: commandIdOf(routed), ticket, change, actor: actorOf(author) },
    { message },
  );
  if (outcome.ok) return { outcome: 'appended', reason, ticket };
  if (outcome.refusal.code === 'ticket-merged') {
    // Merged since we looked. Others may be on the ticket that goes on, so all is decided again.
    const into = await ticketGoingOn(db, ticket);
    if (routed.into === into) throw new Error(outcome.refusal.message);
    return route(db, { ...routed, into });
  }
  if (outcome.refusal.code === 'ticket-in-bin') {
    // Only a customer's mail brings it back; or it is spam since we looked.
    return { outcome: 'quarantined', reason: outcome.refusal.message, ticket };
  }
  if (outcome.refusal.code !== 'ticket-closed') throw new Error(outcome.refusal.message);

  // It was closed since we looked: the table says what follows from that.
  const role = kind === 'customer' ? 'on-thread' : agent ? 'agent' : 'third-party';
  const rule = decideIntake({
    sender: role,
    automatic: machineKind(routed),
    authentication: 'not-checked',
    flood: 'no',
    thread: 'closed',
    oldReply: 'follow_up',
  });
  return act(db, rule.then, { ...routed, reason: rule.reason });
}

/** Opens a closed ticket for a reply; what cannot be opened goes on in a follow-up. */
async function reopen(db: Database, routed: Routed): Promise<Result | Later> {
  const outcome = await submitCommand(db, {
    id: `${commandIdOf(routed)}/reopen`,
    ticket: routed.thread!.ticket,
    change: { type: 'update', fields: { status: 'open' } },
    actor: { type: 'system', id: 'mail', name: 'Mail' },
  });
  return outcome.ok ? append(db, routed, 'customer') : createTicket(db, routed);
}

async function createTicket(db: Database, routed: Routed): Promise<Result> {
  const { mail, thread, reason } = routed;
  const requester = await requesterOf(db, routed);
  const author = authorFrom(requester);
  const message = await messageOf(db, routed, { kind: 'description', author });
  const title = plainSubject(mail.subject).slice(0, titleMaxLength);
  const outcome = await submitCommand(
    db,
    {
      id: thread ? `${commandIdOf(routed)}/follow-up` : commandIdOf(routed),
      ticket: null,
      change: {
        type: 'create',
        messageId: message.id,
        ticket: {
          title: cleanText(title).trim() || thread?.title || mailTexts.noSubject,
          description: cleanText(mail.text.slice(0, descriptionMaxLength)),
          priority: defaultPriority,
          requester: { type: requester.type, id: requester.id },
          assigneeId: null,
          tags: [],
          source: 'mail',
          followUpOf: thread?.ticket ?? null,
        },
      },
      actor: actorOf(author),
    },
    { message },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const { number } = outcome.ticket;
  return { outcome: thread ? 'follow_up' : 'new', reason, ticket: number };
}

function requesterOf(db: Database, { sender }: Routed): Promise<Requester> {
  return findOrCreateRequester(db, { email: sender.address, name: sender.name });
}

function authorFrom({ id, name, email }: Requester): NewMessage['author'] {
  return { type: 'customer', id, name, email };
}

/** Not a customer of ours: nothing is kept of them but what stands on the message. */
function thirdPartyFrom({ sender: { name, address } }: Routed): NewMessage['author'] {
  return { type: thirdParty, id: address, name: name || address, email: address };
}

/** What a mail says, as a message. Its files are stored, under the same ids each time. */
async function messageOf(
  db: Database,
  { inbound, mail, automatic }: Routed,
  { kind, author }: Pick<NewMessage, 'kind' | 'author'>,
): Promise<NewMessage> {
  const { text, html, parts } = await contentOf(inbound, mail);
  for (const part of parts) await storeAttachment(db, part);
  return {
    id: messageIdOf(inbound),
    kind,
    direction: kind === 'note' ? 'internal' : 'in',
    author,
    text,
    html,
    automatic: isMachine(automatic, inbound),
    rfcMessageId: mail.messageId,
    rfcReferences: [...mail.references, ...mail.inReplyTo],
    recipients: { to: addresses(mail.to), cc: addresses(mail.cc) },
    inboundMailId: inbound.id,
    attachmentIds: parts.map(({ id }) => id),
  };
}

function actorOf({ type, id, name }: NewMessage['author']): Actor {
  return type === 'third-party' ? { type: 'system', id: thirdParty, name } : { type, id, name };
}

function addresses(people: readonly Person[]): string[] {
  return people.map(({ address }) => address);
}

function isMachine(automatic: AutomaticKind, { envelope }: InboundMail): boolean {
  return automatic !== 'no' && !envelope.releasedBy;
}

function machineKind({ automatic, inbound }: Routed): AutomaticKind {
  return isMachine(automatic, inbound) ? automatic : 'no';
}

/** One Message-ID of a thread may still be on its way through another process. */
async function answersOneInProgress(
  db: Database,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<boolean> {
  if (inbound.waitsForEarlier > waitForEarlierAtMostTimes) return false;
  const ids = [...mail.inReplyTo, ...mail.references].filter((id) => id !== mail.messageId);
  return isAnyBeingReceived(db, ids, inbound.id);
}

function outcomeBefore(before: {
  ticket: number;
  kind: string;
  followUpOf: number | null;
}): Result {
  const { ticket, kind, followUpOf } = before;
  if (kind !== 'description') return { outcome: 'appended', reason: null, ticket };
  return { outcome: followUpOf === null ? 'new' : 'follow_up', reason: null, ticket };
}

async function finish(
  db: Database,
  inbound: InboundMail,
  result: Result,
  about?: MailAbout,
): Promise<void> {
  const stored = isOnTicket(result.outcome);
  const messageId = stored ? messageIdOf(inbound) : null;
  await finishInboundMail(db, inbound, { ...result, messageId, ...about });
}

function messageIdOf({ id }: InboundMail): string {
  return stableUuid(`mail/${id}`);
}

function commandIdOf({ inbound: { id }, into }: Incoming): string {
  return into === undefined ? `mail/${id}` : `mail/${id}/into/${into}`;
}
