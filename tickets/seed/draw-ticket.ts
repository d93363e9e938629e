import { randomUUID } from 'node:crypto';
import type { NewDelivery } from '../../db/delivery-store';
import type { NewMessage } from '../../db/message-store';
import type { SeededTicket } from '../../db/seed-store';
import type { Actor, Change } from '../../domain/ticket/command';
import { decide } from '../../domain/ticket/decide';
import type { Priority } from '../../domain/ticket/priority';
import type { Status } from '../../domain/ticket/status';
import type { RequesterRef } from '../../domain/ticket/ticket';
import { aText, aTitle, below, pick } from './texts';

export interface SeedPerson {
  id: string;
  name: string;
  email: string;
}

/** Who and what the drawn tickets are about. */
export interface SeedCast {
  customers: readonly (SeedPerson & { type: RequesterRef['type'] })[];
  /** Empty: nobody is assigned and nobody answers. */
  agents: readonly SeedPerson[];
  mailbox: { name: string; address: string };
  now: number;
}

const years = 3;
const dayMs = 86_400_000;

/**
 * A ticket as a desk has them after some years, with `messages` messages, decided command by
 * command, so that its events give its row. Most are closed; one in eight is somebody's work.
 */
export function drawTicket(number: number, messages: number, cast: SeedCast): SeededTicket {
  const customer = pick(cast.customers);
  const requester: RequesterRef = { type: customer.type, id: customer.id };
  const agent = cast.agents.length > 0 && Math.random() < 0.8 ? pick(cast.agents) : null;
  const writes = {
    customer: authorOf('customer', customer),
    agent: agent && authorOf('agent', agent),
  };
  const desk: Actor = agent
    ? { type: 'agent', id: agent.id, name: agent.name }
    : { type: 'system', id: 'seed', name: 'Ticketloom' };

  const drawn: SeededTicket = { ticket: null!, events: [], messages: [], deliveries: [] };
  let at = cast.now - Math.random() * years * 365 * dayMs;
  const submit = (change: Change, actor: Actor): void => {
    const command = {
      id: `seed/${number}/${drawn.messages.length}/${change.type}`,
      ticket: number,
      change,
      actor,
    };
    const decision = decide(drawn.ticket, command, { at: new Date(at).toISOString(), number });
    if (!decision.ok) throw new Error(`seed: ${decision.refusal.message}`);
    drawn.ticket = decision.ticket;
    drawn.events.push(...decision.events);
    // Later, but never in the future.
    at += Math.random() * Math.min(dayMs, (cast.now - at) / 2);
  };

  const first = message('description', writes.customer, at);
  submit(
    {
      type: 'create',
      messageId: first.id,
      ticket: {
        title: aTitle(),
        description: first.text,
        priority: aPriority(),
        requester,
        assigneeId: agent?.id ?? null,
        tags: [`topic-${1 + below(40)}`],
        source: 'mail',
        followUpOf: null,
      },
    },
    { type: 'customer', id: customer.id, name: customer.name },
  );
  drawn.messages.push(first);

  while (drawn.messages.length < messages) {
    const kind = agent ? pick(['customer', 'reply', 'reply', 'note'] as const) : 'customer';
    if (kind === 'customer') {
      const said = message('customer', writes.customer, at);
      submit(
        { type: 'receive-reply', messageId: said.id, automatic: false },
        { type: 'customer', id: customer.id, name: customer.name },
      );
      drawn.messages.push(said);
    } else {
      const said = message(kind, writes.agent!, at);
      submit({ type: kind === 'note' ? 'add-note' : 'add-reply', messageId: said.id }, desk);
      if (kind === 'reply') {
        const delivery = deliveryOf(said, customer.email, number, cast);
        drawn.deliveries.push({ ...delivery, at: said.createdAt });
        said.rfcMessageId = delivery.rfcMessageId;
        said.recipients = { to: delivery.to, cc: [] };
        submit({ type: 'record-delivery', messageId: said.id, state: 'sent' }, desk);
      }
      drawn.messages.push(said);
    }
  }
  const status = aStatus();
  if (status !== 'open') submit({ type: 'update', fields: { status } }, desk);
  return drawn;
}

type SeededMessage = NewMessage & { createdAt: string };

function message(
  kind: 'description' | 'customer' | 'reply' | 'note',
  author: NewMessage['author'],
  at: number,
): SeededMessage {
  const direction = kind === 'note' ? 'internal' : kind === 'reply' ? 'out' : 'in';
  const createdAt = new Date(at).toISOString();
  return { id: randomUUID(), kind, direction, author, text: aText(), html: null, createdAt };
}

function deliveryOf(
  { id, text }: NewMessage,
  to: string,
  number: number,
  { mailbox }: SeedCast,
): NewDelivery {
  return {
    id: randomUUID(),
    uniqueKey: `seed/${id}`,
    kind: 'reply',
    messageId: id,
    sender: mailbox,
    to: [to],
    cc: [],
    subject: `Re: ticket ${number}`,
    text,
    html: null,
    headers: {},
    rfcMessageId: `<${id}@${mailbox.address.split('@')[1]}>`,
    inReplyTo: null,
    references: [],
  };
}

function authorOf(
  type: 'agent' | 'customer',
  { id, name, email }: SeedPerson,
): NewMessage['author'] {
  return { type, id, name, email };
}

function aPriority(): Priority {
  const drawn = Math.random();
  return drawn < 0.3 ? 'low' : drawn < 0.75 ? 'medium' : drawn < 0.95 ? 'high' : 'urgent';
}

function aStatus(): Status {
  const drawn = Math.random();
  if (drawn < 0.04) return 'open';
  if (drawn < 0.08) return 'in_progress';
  if (drawn < 0.12) return 'waiting';
  return drawn < 0.2 ? 'resolved' : 'closed';
}
