import { accepted, aCommand, aTicket, creation, decideNow } from '../../support/builders';

const to = (escalation: 0 | 1 | 2 | 3 | 4 | 5) =>
  aCommand({ type: 'update', fields: { escalation } });

test('a new ticket is not escalated', () => {
  const { ticket, events } = accepted(null, creation());
  expect(ticket.escalation).toBe(0);
  expect(events[0]!.facts.escalation).toBe(0);
});

test('a ticket goes up and down in levels, each a fact of its own', () => {
  const up = accepted(aTicket(), to(3));
  const down = accepted(up.ticket, to(1));

  expect(up.events).toMatchObject([
    { type: 'ticket.escalated', changes: { escalation: { from: 0, to: 3 } } },
  ]);
  expect(down.events).toMatchObject([{ changes: { escalation: { from: 3, to: 1 } } }]);
  expect(down.events[0]!.facts.escalation).toBe(1);
});

test('the level that it has already changes nothing', () => {
  expect(accepted(aTicket({ escalation: 2 }), to(2)).events).toEqual([]);
});

test('a closed ticket is not escalated', () => {
  const decision = decideNow(aTicket({ status: 'closed' }), to(1));
  expect(decision).toMatchObject({ ok: false, refusal: { code: 'ticket-closed' } });
});
