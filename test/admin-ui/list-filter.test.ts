import fc from 'fast-check';
import { filterFrom, queryOf, stillMatches } from '../../admin-ui/src/features/tickets/list/filter';
import { readFieldConditions } from '../../domain/custom-field/condition';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';

const definitions = [
  { slug: 'amount', type: 'number' as const },
  { slug: 'plan', type: 'select' as const },
  { slug: 'areas', type: 'multi_select' as const },
].map((field) => ({ ...field, title: field.slug, options: [], required: false, archivedAt: null }));
const none = filterFrom(new URLSearchParams());
type Shown = Parameters<typeof stillMatches>[0];

const aRow = (fields: Partial<Shown> = {}): Shown =>
  ({ status: 'open', priority: 'medium', assignee: null, snoozedUntil: null, ...fields }) as Shown;

describe('the filter of the ticket list', () => {
  test('survives the way through the address', () => {
    const filters = fc.record({
      status: fc.subarray([...statuses]),
      priority: fc.subarray([...priorities]),
      assignee: fc.constantFrom(null, 'me', 'none', 'an-id'),
      team: fc.constantFrom(null, 'none', 'an-id'),
      requester: fc.constantFrom(null, 'an-id'),
      watcher: fc.constantFrom(null, 'me', 'an-id'),
      tag: fc.constantFrom(null, 'vip', 'a & b=c'),
      snoozed: fc.constantFrom(null, 'yes' as const, 'any' as const),
      q: fc.constantFrom('', 'checkout is down', 'ü?&'),
      fields: fc.constantFrom({}, { 'field.plan': 'a,b\\,c', 'field.amount.from': '-1' }),
    });
    fc.assert(
      fc.property(filters, (filter) => {
        const address = new URLSearchParams(queryOf(filter)).toString();
        expect(filterFrom(new URLSearchParams(address))).toEqual(filter);
      }),
    );
  });

  test('leaves out what it does not know', () => {
    expect(filterFrom(new URLSearchParams('status=open,burnt&priority=9'))).toEqual({
      ...none,
      status: ['open'],
    });
  });

  test('a snoozed ticket is in no list that does not ask for it', () => {
    const later = aRow({ snoozedUntil: new Date(Date.now() + 60_000).toISOString() });
    const over = aRow({ snoozedUntil: new Date(Date.now() - 60_000).toISOString() });
    const fits = (row: Shown, snoozed: 'yes' | 'any' | null) =>
      stillMatches(row, { ...none, snoozed }, 'me');

    expect([fits(later, null), fits(later, 'yes'), fits(later, 'any')]).toEqual([
      false,
      true,
      true,
    ]);
    expect([fits(over, null), fits(over, 'yes'), fits(over, 'any')]).toEqual([true, false, true]);
  });

  test('judges custom fields as the server does', () => {
    const row = aRow({ customFields: { amount: 5, plan: 'pro, yearly', areas: ['web'] } });
    const fits = (given: Record<string, string>): boolean =>
      stillMatches(row, none, 'me', readFieldConditions(given, definitions).conditions);

    expect(fits({ 'field.amount.from': '5', 'field.plan': 'free,pro\\, yearly' })).toBe(true);
    expect(fits({ 'field.areas': 'app,web' })).toBe(true);
    expect(fits({ 'field.amount.to': '4.9' })).toBe(false);
    expect(fits({ 'field.plan': 'none' })).toBe(false);
    expect(fits({ 'field.areas': 'app' })).toBe(false);
  });

  test('without a status means those that somebody still has to deal with', () => {
    expect(stillMatches(aRow({ status: 'waiting' }), none, 'me')).toBe(true);
    expect(stillMatches(aRow({ status: 'resolved' }), none, 'me')).toBe(false);
  });

  test.each([
    ['me', 'agent-1', true],
    ['me', 'agent-2', false],
    ['me', null, false],
    ['none', null, true],
    ['none', 'agent-1', false],
    ['agent-2', 'agent-2', true],
  ])('assignee %s and a ticket of %s: %s', (assignee, id, expected) => {
    const row = aRow({ assignee: id === null ? null : { id, name: 'A', email: 'a@b.example' } });

    expect(stillMatches(row, { ...none, assignee }, 'agent-1')).toBe(expected);
  });

  test.each([
    [{ tag: 'vip' }, true],
    [{ tag: 'late' }, false],
    [{ team: 'team-1' }, true],
    [{ team: 'team-2' }, false],
    [{ team: 'none' }, false],
  ])('%j and a ticket with a tag and a team: %s', (asked, expected) => {
    const row = aRow({ tags: ['vip'], team: { id: 'team-1', name: 'Billing' } });

    expect(stillMatches(row, { ...none, ...asked }, 'agent-1')).toBe(expected);
  });
});
