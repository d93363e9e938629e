import type { Change } from '../../../domain/ticket/command';
import { aCommand, accepted, aTicket, decideNow, noon } from '../../support/builders';

const hour = 3_600_000;
const fromNow = (ms: number): string => new Date(Date.parse(noon) + ms).toISOString();
const until = fromNow(2 * hour);
const snoozed = aTicket({ snoozedUntil: until });

test('a ticket is snoozed until a moment, and later until another', () => {
  const { ticket, events } = accepted(aTicket(), aCommand({ type: 'snooze', until }));
  expect(ticket.snoozedUntil).toBe(until);
  expect(events.map(({ type }) => type)).toEqual(['ticket.snoozed']);

  const later = fromNow(3 * hour);
  const again = accepted(ticket, aCommand({ type: 'snooze', until: later }));
  expect(again.ticket.snoozedUntil).toBe(later);
});

test.each([
  ['a moment that is over', 'open', -hour],
  ['more than a year ahead', 'open', 367 * 24 * hour],
  ['what is resolved', 'resolved', hour],
] as const)('%s is refused', (_what, status, ahead) => {
  const change = { type: 'snooze', until: fromNow(ahead) } as const;
  const decision = decideNow(aTicket({ status }), aCommand(change));
  expect(!decision.ok && decision.refusal.code).toBe('snooze-not-possible');
});

test.each<[string, Change]>([
  ['the time', { type: 'wake', until }],
  ['an agent', { type: 'wake' }],
  ['the customer', { type: 'receive-reply', messageId: 'm', automatic: false }],
  ['the solution', { type: 'update', fields: { status: 'resolved' } }],
  ['a reply that solves it', { type: 'add-reply', messageId: 'm', setStatus: 'resolved' }],
  ['a merge', { type: 'merge-into', target: 1050 }],
])('%s ends it', (_what, change) => {
  const { ticket, events } = accepted(snoozed, aCommand(change));
  expect(ticket.snoozedUntil).toBeNull();
  expect(events.map(({ type }) => type)).toContain('ticket.woken');
});

test.each<[string, Change]>([
  ['a time that was put off meanwhile', { type: 'wake', until: fromNow(hour) }],
  ['an automatic answer', { type: 'receive-reply', messageId: 'm', automatic: true }],
  ['a note', { type: 'add-note', messageId: 'm' }],
])('%s does not end it', (_what, change) => {
  expect(accepted(snoozed, aCommand(change)).ticket.snoozedUntil).toBe(until);
});
