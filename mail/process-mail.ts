import type { Database } from '../db/database';
import { storeAttachment } from '../db/attachment-store';
import { findBlockOf } from '../db/blocked-sender-store';
import { readFile } from '../db/file-store';
import {
  describeInboundMail,
  finishInboundMail,
  isAnyBeingReceived,
  postponeInboundMail,
  type InboundMail,
  type InboundMailResult,
  type MailAbout,
} from '../db/inbound-mail-store';
import type { Installation } from '../db/installation';
import { listMailboxes } from '../db/mailbox-store';
import { ticketGoingOn } from '../db/merge-store';
import { sidesOfMessageIds, ticketOfMessage, type ThreadPeople } from '../db/mail-thread-store';
import type { NewMessage } from '../db/message-store';
import { findAgentByEmail, findOrCreateRequester, type Requester } from '../db/requester-store';
import { recogniseAutomatic, type AutomaticKind } from '../domain/mail/automatic';
import { decideIntake, type IntakeRule, type SenderRole } from '../domain/mail/intake';
import { mailTexts } from '../domain/mail/messages';
import { plainSubject } from '../domain/mail/subject';
import { thirdParty, type Actor, type Change } from '../domain/ticket/command';
import { defaultPriority } from '../domain/ticket/priority';
import { descriptionMaxLength, titleMaxLength } from '../domain/ticket/ticket';
import { stableUuid } from '../tickets/stable-uuid';
import { submitCommand } from '../tickets/submit-command';
import { cleanLine, cleanText } from './clean-text';
import { originHeader } from '../domain/mail/outgoing-headers';
import { parseMail, peopleIn, type ParsedMail, type Person } from './parse-mail';
import { recordBounce } from './record-bounce';
import { sanitiseHtml } from './sanitise-html';
import { tagKey } from './tag-key';
import { roleOf, threadOfMail } from './thread-of-mail';

const waitForEarlierS = 1;
const waitForEarlierAtMostTimes = 20;

/**
 * Deals with a stored mail: makes a ticket of it, adds it to the one it answers, or says why not.
 * Everything it does has an id made from the mail's own, so doing it again, after a crash or in
 * two processes at once, changes nothing. Throws when it should be tried again later.
 */
export async function processMail(
  db: Database,
  inbound: InboundMail,
  installation: Installation,
): Promise<void> {
  const raw = (await readFile(db, inbound.fileId))!;
  let mail: ParsedMail;
  try {
    mail = await parseMail(raw);
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
    const result = await route(db, { inbound, mail, sender, installation });
    if (result !== 'later') return await finish(db, inbound, result, about);
    const reason = mailTexts.waitsForEarlier;
    await postponeInboundMail(db, inbound.id, { seconds: waitForEarlierS, reason });
  } catch (error) {
    // So that the list shows whose mail it is that fails; the failure itself is the caller's.
    await describeInboundMail(db, inbound.id, about).catch(() => undefined);
    throw error;
  }
}

interface Incoming {
  inbound: InboundMail;
  mail: ParsedMail;
  sender: Person;
  installation: Installation;
  /** The ticket that goes on with the one that it answers, when that was merged at this moment. */
  into?: number;
}

interface Routed extends Incoming {
  thread: ThreadPeople | null;
  agent: { id: string; name: string; email: string } | null;
  automatic: AutomaticKind;
  reason: string;
}

type Result = Omit<InboundMailResult, 'messageId'>;

async function route(db: Database, incoming: Incoming): Promise<Result | 'later'> {
  const { inbound, mail, sender, installation } = incoming;
  const [before, mustWait, mailboxes, thread, agent, block, answers] = await Promise.all([
    ticketOfMessage(db, messageIdOf(inbound)),
    answersOneInProgress(db, inbound, mail),
    listMailboxes(db),
    threadOfMail(db, mail, tagKey(installation)),
    findAgentByEmail(db, sender.address),
    findBlockOf(db, sender.address),
    sidesOfMessageIds(db, idsNamedBy(mail)),
  ]);
  if (before) return outcomeBefore(before);
  if (mustWait) return 'later';

  const ownAddresses = mailboxes.map(({ address }) => address);
  const returnPath = inbound.envelope.from ?? mail.header('return-path') ?? null;
  const automatic = recogniseAutomatic({
    header: mail.header,
    returnPath,
    from: sender.address,
    ownAddresses,
  });

  const isOurs = mail.header(originHeader) === installation.id && automatic !== 'bounce';
  const known = roleOf(sender.address, thread, {
    ownAddresses,
    isAgent: agent !== null,
    answers,
  });
  const isBlocked = block && !agent && known !== 'ourselves' && !inbound.envelope.releasedBy;
  const role = isBlocked ? 'blocked' : known;

  if (thread?.removed === 'spam' && automatic !== 'bounce' && role !== 'blocked') {
    const reason = mailTexts.answersSpam(thread.ticket);
    return { outcome: 'quarantined', reason, ticket: thread.ticket };
  }

  const mayBeThirdParty =
    thread !== null && (answers.thirdParty || (!answers.customer && thread.forwardedTo.length > 0));
  const rule = decideIntake({
    ...(inbound.envelope.releasedBy
      ? { sender: releasedRole(role, mayBeThirdParty), automatic: 'no' }
      : { sender: isOurs ? 'ourselves' : role, automatic }),
    thread: thread === null ? 'none' : thread.status === 'closed' ? 'closed' : 'open',
  });
  const routed = {
    ...incoming,
    thread,
    agent,
    automatic,
    reason: rule.then === 'block' ? mailTexts.blocked(block!) : reasonOf(rule, incoming, thread),
  };
  return act(db, rule.then, routed);
}

/**
 * Who wrote what an agent released: somebody on the thread, unless it may be of the talk with third
 * parties, which the customer must not see.
 */
function releasedRole(role: SenderRole, mayBeThirdParty: boolean): SenderRole {
  if (role === 'agent' || role === 'third-party') return role;
  const mayBeAnybody = role === 'stranger' || role === 'ourselves';
  return mayBeAnybody && mayBeThirdParty ? 'third-party' : 'on-thread';
}

function reasonOf(
  rule: IntakeRule,
  { inbound, sender }: Incoming,
  thread: ThreadPeople | null,
): string {
  const { releasedBy } = inbound.envelope;
  if (releasedBy && rule.then !== 'quarantine') return mailTexts.released(releasedBy);
  const byStranger = rule.then === 'quarantine' && rule.when.sender?.includes('stranger');
  return byStranger ? mailTexts.quarantined(sender.address, thread!.ticket) : rule.reason;
}

async function act(
  db: Database,
  action: IntakeRule['then'],
  routed: Routed,
): Promise<Result | 'later'> {
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
      return recordBounce(db, routed.mail, thread!.ticket);
    case 'append-note':
      return append(db, routed, 'note');
    case 'append-reply':
      return append(db, routed, 'customer');
    case 'create-ticket':
    case 'create-follow-up':
      return createTicket(db, routed);
  }
}

async function append(
  db: Database,
  routed: Routed,
  kind: 'note' | 'customer',
): Promise<Result | 'later'> {
  const { inbound, agent, automatic, reason } = routed;
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
      : { type: 'receive-reply', messageId, automatic: isMachine(automatic, inbound) };
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
  const rule = decideIntake({ sender: role, automatic: machineKind(routed), thread: 'closed' });
  return act(db, rule.then, { ...routed, reason: rule.reason });
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

async function messageOf(
  db: Database,
  { inbound, mail, automatic }: Routed,
  { kind, author }: Pick<NewMessage, 'kind' | 'author'>,
): Promise<NewMessage> {
  const attachmentIds: string[] = [];
  const images = new Map<string, string>();
  for (const [at, part] of mail.parts.entries()) {
    const id = stableUuid(`mail/${inbound.id}/part/${at}`);
    await storeAttachment(db, { ...part, id });
    attachmentIds.push(id);
    if (part.contentId) images.set(part.contentId, `/api/v1/attachments/${id}`);
  }
  return {
    id: messageIdOf(inbound),
    kind,
    direction: kind === 'note' ? 'internal' : 'in',
    author,
    text: mail.text,
    html: mail.html && (sanitiseHtml(mail.html, (cid) => images.get(cid) ?? null) || null),
    automatic: isMachine(automatic, inbound),
    rfcMessageId: mail.messageId,
    rfcReferences: [...mail.references, ...mail.inReplyTo],
    recipients: { to: addresses(mail.to), cc: addresses(mail.cc) },
    inboundMailId: inbound.id,
    attachmentIds,
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

/** Its own too: it may be one of ours that came back. */
function idsNamedBy({ messageId, inReplyTo, references }: ParsedMail): string[] {
  return [...(messageId === null ? [] : [messageId]), ...inReplyTo, ...references];
}

/** One Message-ID of a thread may still be on its way through another process. */
async function answersOneInProgress(
  db: Database,
  inbound: InboundMail,
  mail: ParsedMail,
): Promise<boolean> {
  if (inbound.attempts > waitForEarlierAtMostTimes) return false;
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
  const stored = ['new', 'appended', 'follow_up'].includes(result.outcome);
  const messageId = stored ? messageIdOf(inbound) : null;
  await finishInboundMail(db, inbound.id, { ...result, messageId, ...about });
}

function messageIdOf({ id }: InboundMail): string {
  return stableUuid(`mail/${id}`);
}

function commandIdOf({ inbound: { id }, into }: Incoming): string {
  return into === undefined ? `mail/${id}` : `mail/${id}/into/${into}`;
}
