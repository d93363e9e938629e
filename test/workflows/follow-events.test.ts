import fc from 'fast-check';
import { factsOf } from '../../domain/ticket/decide';
import { signalledEvent, type SignalledEvent } from '../../domain/ticket/event';
import type { TicketState } from '../../domain/ticket/ticket';
import { followEvents } from '../../workflows/follow-events';
import { aChange } from '../support/arbitraries';
import { aCommand, creation, decideNow } from '../support/builders';

/** Some events of one ticket, told in any order, with repeats and gaps; the last told is the newest. */
const aTelling = fc
  .array(aChange, { minLength: 1, maxLength: 20 })
  .map((changes) => {
    let ticket: TicketState | null = null;
    const events: SignalledEvent[] = [];
    for (const command of [creation(), ...changes.map((change) => aCommand(change))]) {
      const decision = decideNow(ticket, command);
      if (!decision.ok) continue;
      ticket = decision.ticket;
      events.push(...decision.events.map(signalledEvent));
    }
    return { ticket: ticket!, events };
  })
  .chain(({ ticket, events }) =>
    fc
      .array(fc.nat(events.length - 1), { maxLength: 60 })
      .map((order) => ({ ticket, told: [...order.map((at) => events[at]!), events.at(-1)!] })),
  );

test('told in any order, with repeats and gaps, a workflow knows what the row holds', async () => {
  await fc.assert(
    fc.asyncProperty(aTelling, async ({ ticket, told }) => {
      const facts = await followEvents(null, [...told], () => Promise.resolve(factsOf(ticket)));
      expect(facts).toEqual(factsOf(ticket));
    }),
  );
});

test('the row is asked only when something is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aChange, { maxLength: 10 }), async (changes) => {
      let ticket: TicketState | null = null;
      const inbox: SignalledEvent[] = [];
      for (const command of [creation(), ...changes.map((change) => aCommand(change))]) {
        const decision = decideNow(ticket, command);
        if (!decision.ok) continue;
        ticket = decision.ticket;
        inbox.push(...decision.events.map(signalledEvent));
      }
      const readRow = jest.fn();
      expect(await followEvents(null, inbox, readRow)).toEqual(factsOf(ticket!));
      expect(readRow).not.toHaveBeenCalled();
    }),
  );
});
