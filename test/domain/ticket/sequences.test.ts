import fc from 'fast-check';
import type { Change } from '../../../domain/ticket/command';
import { factsOf } from '../../../domain/ticket/decide';
import { signalledEvent, type TicketEvent } from '../../../domain/ticket/event';
import { evolve } from '../../../domain/ticket/evolve';
import { replyToReopenFor } from '../../../domain/ticket/reopen';
import { canMove } from '../../../domain/ticket/status';
import type { TicketFacts, TicketState } from '../../../domain/ticket/ticket';
import { aChange } from '../../support/arbitraries';
import { aCommand, creation, decideNow } from '../../support/builders';

/** A ticket's whole life under some changes; refused ones leave no trace. */
function live(changes: Change[]): { ticket: TicketState; events: TicketEvent[] } {
  const commands = [creation(), ...changes.map((change) => aCommand(change))];
  let ticket: TicketState | null = null;
  const events: TicketEvent[] = [];
  for (const command of commands) {
    const decision = decideNow(ticket, command);
    if (!decision.ok) continue;
    ticket = decision.ticket;
    events.push(...decision.events);
  }
  return { ticket: ticket!, events };
}

const someChanges = fc.array(aChange, { maxLength: 30 });

describe('any sequence of commands', () => {
  test('replaying the events gives the ticket', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        const { ticket, events } = live(changes);
        const replayed = events.reduce<TicketState | null>((s, event) => evolve(s, event), null);
        expect(replayed).toEqual(ticket);
      }),
    );
  });

  test('event numbers have no gaps and the last is the version', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        const { ticket, events } = live(changes);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
        expect(ticket.version).toBe(events.length);
      }),
    );
  });

  test('each event’s facts are the ticket’s as of that event', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        let state: TicketState | null = null;
        for (const event of live(changes).events) {
          state = evolve<TicketState>(state, event);
          expect(event.facts).toEqual(factsOf(state));
        }
      }),
    );
  });

  test('what a workflow is told is enough for the same facts', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        const { ticket, events } = live(changes);
        const told = events.map(signalledEvent);
        const facts = told.reduce<TicketFacts | null>((s, event) => evolve(s, event), null);
        expect(facts).toEqual(factsOf(ticket));
      }),
    );
  });

  test('no status is ever left but by an allowed move', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        for (const { type, changes: fields } of live(changes).events) {
          if (type !== 'ticket.status_changed') continue;
          expect(canMove(fields.status!.from!, fields.status!.to!)).toBe(true);
        }
      }),
    );
  });

  test('a merged ticket is closed, and only unmerging ends that', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        let state: TicketState | null = null;
        for (const event of live(changes).events) {
          const before: TicketState | null = state;
          state = evolve<TicketState>(state, event);
          if (state.mergedInto !== null) expect(state.status).toBe('closed');
          if (!before || before.mergedInto === null) continue;
          expect(event.type).toMatch(
            /^message\.(reply|forward)_|ticket\.(unmerged|merge_removed|tags_changed|links_changed)/,
          );
        }
      }),
    );
  });

  test('a removed ticket changes only by what brings it back or tells of the past', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        let state: TicketState | null = null;
        for (const event of live(changes).events) {
          const before: TicketState | null = state;
          state = evolve<TicketState>(state, event);
          expect(state.removedAt === null).toBe(state.removed === null);
          if (!before?.removed) continue;
          if (event.type === 'message.customer_replied') expect(event.automatic).toBe(true);
          else
            expect(event.type).toMatch(
              /^message\.(reply_delivered|forward_failed)|ticket\.(removal_changed|merge_removed|tags_changed|links_changed)/,
            );
        }
      }),
    );
  });

  test('after `reopen` for the reply that asks for it, nothing asks any more', () => {
    fc.assert(
      fc.property(someChanges, (changes) => {
        const { ticket } = live(changes);
        const messageId = replyToReopenFor(ticket);
        fc.pre(messageId !== null);
        const decision = decideNow(ticket, aCommand({ type: 'reopen', messageId: messageId! }));
        expect(decision.ok && decision.ticket.status).toBe('open');
        expect(decision.ok && replyToReopenFor(decision.ticket)).toBeNull();
      }),
    );
  });
});
