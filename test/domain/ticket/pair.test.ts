import type { Change } from '../../../domain/ticket/command';
import { maxLinks } from '../../../domain/ticket/link';
import type { TicketState } from '../../../domain/ticket/ticket';
import { aCommand, accepted, aTicket, decideNow } from '../../support/builders';

const merged = aTicket({ mergedInto: 1050, status: 'closed' });

describe('a ticket that was merged into another', () => {
  test.each<Change>([
    { type: 'update', fields: { status: 'open' } },
    { type: 'add-note', messageId: 'm' },
    { type: 'add-reply', messageId: 'm' },
    { type: 'receive-reply', messageId: 'm', automatic: false },
    { type: 'merge-into', target: 1060 },
    { type: 'take-in', source: 1060, tags: [] },
    { type: 'link', link: { kind: 'related', number: 1060 } },
  ])('refuses %j', (change) => {
    const decision = decideNow(merged, aCommand(change));
    expect(!decision.ok && decision.refusal.code).toBe('ticket-merged');
  });

  test('comes back with the status that it had', () => {
    const { ticket } = accepted(merged, aCommand({ type: 'unmerge', status: 'waiting' }));
    expect(ticket).toMatchObject({ status: 'waiting', mergedInto: null });
  });

  test('still hears how its mails fare', () => {
    const change: Change = { type: 'record-delivery', messageId: 'm', state: 'sent' };
    expect(accepted(merged, aCommand(change)).events).toHaveLength(1);
  });
});

test('merging is one event that closes the ticket, so that it counts as no solution', () => {
  const { events } = accepted(
    aTicket({ status: 'waiting' }),
    aCommand({ type: 'merge-into', target: 1050 }),
  );
  expect(events.map(({ type, changes }) => [type, changes])).toEqual([
    [
      'ticket.merged',
      { mergedInto: { from: null, to: 1050 }, status: { from: 'waiting', to: 'closed' } },
    ],
  ]);
});

test('a ticket is neither merged into nor linked with itself, and a closed one takes none in', () => {
  const asked: [TicketState, Change][] = [
    [aTicket(), { type: 'merge-into', target: 1042 }],
    [aTicket(), { type: 'take-in', source: 1042, tags: [] }],
    [aTicket(), { type: 'link', link: { kind: 'related', number: 1042 } }],
    [aTicket({ status: 'closed' }), { type: 'take-in', source: 1050, tags: [] }],
    [aTicket(), { type: 'unmerge', status: 'open' }],
  ];
  const codes = asked.map(([state, change]) => {
    const decision = decideNow(state, aCommand(change));
    return !decision.ok && decision.refusal.code;
  });
  expect(codes).toEqual([
    'ticket-is-the-same',
    'ticket-is-the-same',
    'ticket-is-the-same',
    'ticket-closed',
    'ticket-not-merged',
  ]);
});

test('a ticket that takes another in gets the tags that it lacks, and gives those back', () => {
  const taken = accepted(
    aTicket({ tags: ['vip'] }),
    aCommand({ type: 'take-in', source: 1050, tags: ['vip', 'late'] }),
  ).ticket;
  expect(taken).toMatchObject({ tags: ['vip', 'late'], mergedFrom: [1050] });

  const given = accepted(taken, aCommand({ type: 'give-back', source: 1050, tags: ['late'] }));
  expect(given.ticket).toMatchObject({ tags: ['vip'], mergedFrom: [] });
});

test('two tickets have one link at most, closed ones too, and a ticket not endlessly many', () => {
  const link = (kind: 'related' | 'causes', number = 1050): Change => ({
    type: 'link',
    link: { kind, number },
  });
  const first = accepted(aTicket({ status: 'closed' }), aCommand(link('related'))).ticket;
  expect(accepted(first, aCommand(link('related'))).events).toEqual([]);
  const second = accepted(first, aCommand(link('causes'))).ticket;
  expect(second.links).toEqual([{ kind: 'causes', number: 1050 }]);

  const links = Array.from({ length: maxLinks }, (_, at) => ({
    kind: 'related' as const,
    number: at + 1,
  }));
  const decision = decideNow(aTicket({ links }), aCommand(link('related')));
  expect(!decision.ok && decision.refusal.code).toBe('too-many-links');
});
