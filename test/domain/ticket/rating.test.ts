import { isAskedAfter, type RatingScore } from '../../../domain/ticket/rating';
import { statuses } from '../../../domain/ticket/status';
import { accepted, aCommand, aTicket, creation, decideNow, noon } from '../../support/builders';

const rate = (rating: RatingScore, comment: string | null = null) =>
  aCommand({ type: 'rate', rating, comment });

test('a new ticket is not rated', () => {
  const { ticket } = accepted(null, creation());
  expect([ticket.rating, ticket.ratingComment, ticket.ratedAt]).toEqual([null, null, null]);
});

test.each(statuses)('a ticket that is %s can be rated, and stays so', (status) => {
  const { ticket, events } = accepted(aTicket({ status }), rate(4, 'Quick.'));
  expect(ticket).toMatchObject({ status, rating: 4, ratingComment: 'Quick.', ratedAt: noon });
  expect(events.map(({ type }) => type)).toEqual(['ticket.rated']);
});

test('the same rating once more changes nothing; another takes its place', () => {
  const { ticket } = accepted(aTicket(), rate(4, 'Quick.'));
  expect(accepted(ticket, rate(4, 'Quick.')).events).toEqual([]);
  expect(accepted(ticket, rate(2)).ticket).toMatchObject({ rating: 2, ratingComment: null });
});

test('the words of a rating are no fact that conditions and workflows see', () => {
  const [event] = accepted(aTicket(), rate(1, 'Slow.')).events;
  expect(event!.facts.rating).toBe(1);
  expect(JSON.stringify(event!.facts)).not.toContain('Slow.');
});

test.each([
  ['a merged one', { mergedInto: 7 }, 'ticket-merged'],
  ['one in the bin', { removed: 'bin' }, 'ticket-in-bin'],
] as const)('%s cannot be rated', (_what, fields, code) => {
  const decision = decideNow(aTicket(fields), rate(5));
  expect(!decision.ok && decision.refusal.code).toBe(code);
});

test('the customer is asked after Resolved and after nothing else', () => {
  for (const to of statuses) {
    const [event] = accepted(
      aTicket(),
      aCommand({ type: 'update', fields: { status: to } }),
    ).events;
    if (event) expect([to, isAskedAfter(event)]).toEqual([to, to === 'resolved']);
  }
});
