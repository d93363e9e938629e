import { randomUUID } from 'node:crypto';
import { findOrCreateRequester } from '../../db/requester-store';
import { holdTicket, storeDecision, takeNumber } from '../../db/ticket-store';
import type { NewMessage } from '../../db/message-store';
import type { Actor, Change, NewTicket } from '../../domain/ticket/command';
import { decide } from '../../domain/ticket/decide';
import type { TicketState } from '../../domain/ticket/ticket';
import { openBareDatabase, type BareDatabase } from './bare-database';

/** The floor of a command: its transaction alone, decided beforehand, on one bare connection. */
export interface BareCommands {
  /** Makes a ticket and remembers it. Answers its number. */
  create(ticket: Omit<NewTicket, 'requester'> & { email: string }): Promise<number>;
  /** Makes ready a change of a ticket that this connection made; the answer runs its transaction. */
  prepare(number: number, change: Change, message?: NewMessage): () => Promise<void>;
  bare: BareDatabase;
}

const actor: Actor = { type: 'agent', id: 'bench', name: 'Bench' };

export async function openBareCommands(url: string): Promise<BareCommands> {
  const bare = await openBareDatabase(url);
  const states = new Map<number, TicketState>();

  return {
    bare,
    async create({ email, ...fields }) {
      const commandId = `bench/${randomUUID()}`;
      const messageId = randomUUID();
      const { type, id } = await findOrCreateRequester(bare.db, { email });
      const ticket = await bare.inTransaction(async (transaction) => {
        const { number } = await takeNumber(bare.db, commandId, transaction);
        const change: Change = {
          type: 'create',
          messageId,
          ticket: { ...fields, requester: { type, id } },
        };
        const decision = decided(null, { id: commandId, ticket: null, change, actor }, number);
        await storeDecision(
          bare.db,
          {
            commandId,
            requestHash: null,
            ...decision,
            decidedOn: null,
            message: fields.description
              ? messageOf(messageId, 'description', fields.description)
              : undefined,
          },
          transaction,
        );
        return decision.ticket;
      });
      states.set(ticket.number, ticket);
      return ticket.number;
    },
    prepare(number, change, message) {
      const commandId = `bench/${randomUUID()}`;
      const state = states.get(number)!;
      const decision = decided(state, { id: commandId, ticket: number, change, actor }, number);
      return async () => {
        await bare.inTransaction(async (transaction) => {
          await holdTicket(bare.db, number, commandId, transaction);
          await storeDecision(
            bare.db,
            { commandId, requestHash: null, ...decision, decidedOn: state.version, message },
            transaction,
          );
        });
        states.set(number, decision.ticket);
      };
    },
  };
}

export function messageOf(id: string, kind: 'note' | 'description', text: string): NewMessage {
  const author = { ...actor, email: null };
  return { id, kind, direction: 'internal', author, text, html: null };
}

function decided(state: TicketState | null, command: Parameters<typeof decide>[1], number: number) {
  const decision = decide(state, command, { at: new Date().toISOString(), number });
  if (!decision.ok) throw new Error(decision.refusal.message);
  return decision;
}
