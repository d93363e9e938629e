import {
  eventsAfter,
  findOutcome,
  holdTicket,
  storeDecision,
  storeRefusal,
  takeNumber,
  type StoredOutcome,
} from '../db/ticket-store';
import { inTransaction, type Database, type Transaction } from '../db/database';
import type { NewDelivery } from '../db/delivery-store';
import type { NewMessage } from '../db/message-store';
import type { Command } from '../domain/ticket/command';
import { decide } from '../domain/ticket/decide';
import type { TicketEvent } from '../domain/ticket/event';
import { evolve } from '../domain/ticket/evolve';
import type { TicketState } from '../domain/ticket/ticket';
import { goneWith } from './gone';
import { obstacleTo } from './obstacle';

/** What is stored in the same transaction as the change. */
export interface CommandContent {
  message?: NewMessage | undefined;
  /** The mail that carries the message. */
  delivery?: NewDelivery | ((ticket: TicketState) => NewDelivery) | undefined;
  /** Tells apart two requests that came with one command id by mistake. */
  requestHash?: string | undefined;
  /** What else must be stored with the change, or not at all. Not called for a repeated command. */
  also?: ((ticket: TicketState, transaction: Transaction) => Promise<void>) | undefined;
}

export type Outcome =
  | {
      ok: true;
      /** The ticket as it was after the command, also when that was long ago. */
      ticket: TicketState;
      /** What the command did; empty when everything already was as asked. */
      events: TicketEvent[];
      /** The command had been decided before; nothing was done this time. */
      repeated: boolean;
    }
  | { ok: false; refusal: StoredRefusal };

/** Why not: a code for programs, a sentence for people, and what stands in the way. */
export interface StoredRefusal {
  code: string;
  message: string;
  problems?: { path: string; message: string }[];
}

/**
 * The one door through which a ticket changes. Decides the command on the ticket as it stands and
 * stores everything it brings in one transaction; the ticket's row is held meanwhile, so callers
 * on one ticket queue up instead of trying again. Asked twice with one id, it answers the stored
 * outcome. Throws only when the database cannot be reached or an input breaks a constraint.
 */
export async function submitCommand(
  db: Database,
  command: Command,
  content: CommandContent = {},
): Promise<Outcome> {
  const outcome = await inTransaction(db, (transaction) =>
    decideAndStore(db, command, content, transaction),
  );
  // Another caller was first with this id: its transaction has ended, so its outcome is there.
  return outcome ?? storedOutcome(db, command, content, (await findOutcome(db, command.id))!);
}

/** The same inside a transaction of the caller, who stores more or nothing with it. */
export async function submitWithin(
  db: Database,
  command: Command,
  content: CommandContent,
  transaction: Transaction,
): Promise<Outcome> {
  const outcome = await decideAndStore(db, command, content, transaction);
  if (outcome) return outcome;
  const seen = (await findOutcome(db, command.id, transaction))!;
  return storedOutcome(db, command, content, seen, transaction);
}

async function decideAndStore(
  db: Database,
  command: Command,
  content: CommandContent,
  transaction: Transaction,
): Promise<Outcome | null> {
  const {
    number,
    ticket: state,
    seen,
  } = command.change.type === 'create'
    ? { ...(await takeNumber(db, command.id, transaction)), ticket: null }
    : {
        number: command.ticket!,
        ...(await holdTicket(db, command.ticket!, command.id, transaction)),
      };
  if (seen) return storedOutcome(db, command, content, seen, transaction);

  const decided = decide(state, command, { at: new Date().toISOString(), number });
  const refusal = decided.ok
    ? ((state && (await obstacleTo(db, command, state, transaction))) ??
      (await goneWith(db, command.change, { before: state, after: decided.ticket }, transaction)))
    : null;
  const decision = refusal ? ({ ok: false, refusal } as const) : decided;
  const requestHash = content.requestHash ?? null;

  if (!decision.ok) {
    const refused = { id: command.id, requestHash, ticket: state?.number ?? null };
    const stored = await storeRefusal(db, { ...refused, refusal: decision.refusal }, transaction);
    return stored ? decision : null;
  }

  const { ticket, events } = decision;
  const { message, delivery } = events.length > 0 ? content : {};
  const stored = await storeDecision(
    db,
    {
      commandId: command.id,
      requestHash,
      ticket,
      decidedOn: state?.version ?? null,
      events,
      message,
      delivery: typeof delivery === 'function' ? delivery(ticket) : delivery,
    },
    transaction,
  );
  if (!stored) return null;
  await content.also?.(ticket, transaction);
  return { ok: true, ticket, events, repeated: false };
}

/** The answer of a command that was decided before, rebuilt from the ticket's events. */
async function storedOutcome(
  db: Database,
  command: Command,
  content: CommandContent,
  seen: StoredOutcome,
  transaction?: Transaction,
): Promise<Outcome> {
  if (content.requestHash && seen.requestHash && content.requestHash !== seen.requestHash) {
    const message = 'This Idempotency-Key came with another request before; use a new key.';
    return { ok: false, refusal: { code: 'idempotency-key-reused', message } };
  }
  if (seen.refusal) return { ok: false, refusal: seen.refusal };

  const events = await eventsAfter(db, seen.ticket!, 0, {
    upTo: seen.version!,
    ...(transaction ? { transaction } : {}),
  });
  const ticket = events.reduce<TicketState | null>((state, event) => evolve(state, event), null);
  if (!ticket) {
    const message = `Ticket ${seen.ticket} was deleted for good.`;
    return { ok: false, refusal: { code: 'ticket-not-found', message } };
  }
  return {
    ok: true,
    ticket,
    events: events.filter((event) => event.cause.commandId === command.id),
    repeated: true,
  };
}
