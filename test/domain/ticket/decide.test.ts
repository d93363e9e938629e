import type { Change } from '../../../domain/ticket/command';
import {
  aCommand,
  aNewTicket,
  aTicket,
  accepted,
  creation,
  decideNow,
} from '../../support/builders';

const types = (state: Parameters<typeof accepted>[0], change: Change) =>
  accepted(state, aCommand(change)).events.map((event) => event.type);

describe('creating a ticket', () => {
  test('a new ticket is open, has version 1 and remembers who asked', () => {
    const { ticket, events } = accepted(null, creation({ priority: 'urgent' }));

    expect(ticket).toMatchObject({
      number: 1042,
      version: 1,
      status: 'open',
      priority: 'urgent',
      statusSeq: 1,
      customerReply: null,
      requester: aNewTicket().requester,
    });
    expect(events.map((event) => event.type)).toEqual(['ticket.created']);
  });

  test('its event holds its condition fields, and no free text among them', () => {
    const { events } = accepted(null, creation({ title: 'planted-title' }));

    expect(events[0]!.facts).toMatchObject({ status: 'open', priority: 'medium' });
    expect(JSON.stringify(events[0]!.facts)).not.toContain('planted-title');
  });
});

describe('changing a ticket', () => {
  test('one update of three fields is three events with numbers one after the other', () => {
    const { ticket, events } = accepted(
      aTicket({ version: 7 }),
      aCommand({
        type: 'update',
        fields: { priority: 'high', status: 'in_progress', assigneeId: 'someone' },
      }),
    );

    expect(events.map((event) => [event.seq, event.type])).toEqual([
      [8, 'ticket.status_changed'],
      [9, 'ticket.priority_changed'],
      [10, 'ticket.assignee_changed'],
    ]);
    expect(ticket.version).toBe(10);
    expect(events[1]!.changes).toEqual({ priority: { from: 'medium', to: 'high' } });
  });

  test('what already is as asked is no event', () => {
    const state = aTicket({ tags: ['a', 'b'] });

    expect(
      types(state, {
        type: 'update',
        fields: {
          status: 'open',
          tags: ['a', 'b'],
          requester: { id: state.requester.id, type: 'lead' },
        },
      }),
    ).toEqual([]);
  });

  test.each<[string, Change]>([
    ['a title', { type: 'update', fields: { title: 'New' } }],
    ['a note', { type: 'add-note', messageId: 'm' }],
    ['a reply', { type: 'add-reply', messageId: 'm' }],
    ['a customer’s reply', { type: 'receive-reply', messageId: 'm', automatic: false }],
  ])('a closed ticket takes no change: %s', (_name, change) => {
    const decision = decideNow(aTicket({ status: 'closed' }), aCommand(change));

    expect(decision).toMatchObject({ ok: false, refusal: { code: 'ticket-closed' } });
  });

  test('reopening a closed ticket may bring other changes with it', () => {
    expect(
      types(aTicket({ status: 'closed' }), {
        type: 'update',
        fields: { status: 'open', priority: 'high' },
      }),
    ).toEqual(['ticket.status_changed', 'ticket.priority_changed']);
  });

  test('a closed ticket still learns what became of its last mail', () => {
    expect(
      types(aTicket({ status: 'closed' }), {
        type: 'record-delivery',
        messageId: 'm',
        state: 'failed',
        reason: '550 no such user',
      }),
    ).toEqual(['message.reply_failed']);
  });

  test('a stale expected version is refused with both versions named', () => {
    const decision = decideNow(
      aTicket({ version: 5 }),
      aCommand({ type: 'update', fields: { priority: 'low' } }, { expectedVersion: 4 }),
    );

    expect(decision).toMatchObject({ ok: false, refusal: { code: 'version-conflict' } });
    expect(!decision.ok && decision.refusal.message).toMatch(/version 5.*had 4/);
  });

  test('a ticket that is not there is refused', () => {
    expect(decideNow(null, aCommand({ type: 'add-note', messageId: 'm' }))).toMatchObject({
      ok: false,
      refusal: { code: 'ticket-not-found' },
    });
  });
});

describe('a customer’s reply', () => {
  const replied = (status: 'waiting' | 'resolved' | 'open' | 'in_progress') =>
    accepted(
      aTicket({ status, version: 3, statusSeq: 3 }),
      aCommand({ type: 'receive-reply', messageId: 'reply-1', automatic: false }),
    ).ticket;

  test.each(['waiting', 'resolved'] as const)('opens a %s ticket again', (status) => {
    expect(types(replied(status), { type: 'reopen', messageId: 'reply-1' })).toEqual([
      'ticket.status_changed',
    ]);
  });

  test.each(['open', 'in_progress'] as const)('leaves an %s ticket as it is', (status) => {
    expect(types(replied(status), { type: 'reopen', messageId: 'reply-1' })).toEqual([]);
  });

  test('that an agent has answered meanwhile with Waiting opens nothing', () => {
    const answered = accepted(
      replied('open'),
      aCommand({ type: 'add-reply', messageId: 'answer', setStatus: 'waiting' }),
    ).ticket;

    expect(types(answered, { type: 'reopen', messageId: 'reply-1' })).toEqual([]);
  });

  test('sent by a machine never opens a ticket', () => {
    const { ticket } = accepted(
      aTicket({ status: 'waiting' }),
      aCommand({ type: 'receive-reply', messageId: 'vacation', automatic: true }),
    );

    expect(types(ticket, { type: 'reopen', messageId: 'vacation' })).toEqual([]);
  });
});
