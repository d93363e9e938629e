import fc from 'fast-check';
import type { Condition, FieldTest } from '../../../flows/engine/definition';
import { evaluate, needsActivity, readsOutside, readsTicket } from '../../../flows/engine/evaluate';
import { aCondition, anySeen, aSeen } from '../a-seen';

const raised = aSeen(
  { priority: 'urgent', status: 'open', tags: ['vip'], assigneeId: null, teamId: 'team-1' },
  {
    changes: {
      priority: { from: 'high', to: 'urgent' },
      teamId: { from: null, to: 'team-1' },
      customFields: { from: { product: 'Yarn', paid: null }, to: { product: 'Loom', paid: false } },
    },
  },
  { reply: { outcome: 'event', event: null } },
  {
    ...{ product: 'Loom', paid: false, order: 'A-17 express', amount: 1_200 },
    ...{ due: '2026-11-23', parts: ['Reed'], invoice: 'https://shop.example/7' },
  },
);

const a = (field: string, operator: FieldTest['operator'], value: FieldTest['value']) => ({
  field,
  operator,
  value,
});

test.each<[FieldTest, boolean]>([
  [a('priority', 'is', 'urgent'), true],
  [a('priority', 'is', 'high'), false],
  [a('priority', 'is_not', 'high'), true],
  [a('priority', 'in', ['high', 'urgent']), true],
  [a('priority', 'not_in', ['high', 'urgent']), false],
  [a('priority', 'at_least', 'high'), true],
  [a('priority', 'at_most', 'high'), false],
  [a('priority', 'changed', true), true],
  [a('priority', 'changed', false), false],
  [a('priority', 'changed_from', 'high'), true],
  [a('priority', 'changed_from', ['low', 'medium']), false],
  [a('priority', 'changed_to', ['high', 'urgent']), true],
  [a('status', 'changed', true), false],
  [a('status', 'changed_to', 'open'), false],
  [a('assignee', 'is_set', false), true],
  [a('assignee', 'is', 'agent-1'), false],
  [a('tags', 'contains', 'vip'), true],
  [a('tags', 'not_contains', 'vip'), false],
  [a('tags', 'contains_any', ['bug', 'vip']), true],
  [a('tags', 'is_set', true), true],
  [a('requester.type', 'is', 'lead'), true],
  [a('source', 'is', 'mail'), false],
  [a('event.actor', 'is', 'agent'), true],
  [a('steps.reply.outcome', 'is', 'event'), true],
  [a('steps.reply.event', 'is_set', false), true],
  [a('steps.nobody.outcome', 'is_set', false), true],
  [a('team', 'is', 'team-1'), true],
  [a('team', 'not_in', ['team-1', 'team-2']), false],
  [a('team', 'is_set', true), true],
  [a('team', 'changed_from', null), true],
  [a('team', 'changed_to', 'team-2'), false],
  [a('ticket.fields.order', 'is', 'A-17'), false],
  [a('ticket.fields.order', 'contains', 'A-17'), true],
  [a('ticket.fields.order', 'not_contains', 'express'), false],
  [a('ticket.fields.order', 'changed', false), true],
  [a('ticket.fields.amount', 'is', 1_200), true],
  [a('ticket.fields.amount', 'greater_than', 1_000), true],
  [a('ticket.fields.amount', 'greater_than', 1_200), false],
  [a('ticket.fields.amount', 'less_than', 1_200), false],
  [a('ticket.fields.amount', 'at_least', 1_200), true],
  [a('ticket.fields.amount', 'at_most', 1_199.5), false],
  [a('ticket.fields.due', 'before', '2026-12-01'), true],
  [a('ticket.fields.due', 'after', '2026-11-23'), false],
  [a('ticket.fields.due', 'after', '2026-11-22'), true],
  [a('ticket.fields.product', 'in', ['Loom', 'Yarn']), true],
  [a('ticket.fields.product', 'changed', true), true],
  [a('ticket.fields.product', 'changed_from', ['Yarn', 'Wool']), true],
  [a('ticket.fields.product', 'changed_to', 'Yarn'), false],
  [a('ticket.fields.parts', 'contains', 'Reed'), true],
  [a('ticket.fields.parts', 'contains_any', ['Shaft']), false],
  [a('ticket.fields.paid', 'is', false), true],
  [a('ticket.fields.paid', 'is_set', true), true],
  [a('ticket.fields.paid', 'changed_from', null), true],
  [a('ticket.fields.invoice', 'is', 'https://shop.example/7'), true],
  [a('ticket.fields.nothing', 'is_set', false), true],
  [a('ticket.fields.nothing', 'is', null), true],
  [a('ticket.fields.nothing', 'contains', 'a'), false],
  [a('ticket.fields.nothing', 'at_most', 5), false],
  [a('ticket.fields.nothing', 'less_than', 5), false],
  [a('ticket.fields.nothing', 'before', '2026-12-01'), false],
  [a('ticket.fields.nothing', 'changed', true), false],
  [a('ticket.fields.constructor', 'is_set', true), false],
])('%j is %s', (condition, holds) => {
  expect(evaluate(condition, raised).holds).toBe(holds);
});

test('an explanation shows every part with the value it saw, also after the answer is known', () => {
  const condition: Condition = {
    all: [
      a('status', 'is', 'waiting'),
      { any: [a('priority', 'changed_from', 'low'), a('priority', 'is', 'urgent')] },
    ],
  };

  expect(evaluate(condition, raised)).toEqual({
    holds: false,
    all: [
      { holds: false, field: 'status', operator: 'is', expected: 'waiting', saw: 'open' },
      {
        holds: true,
        any: [
          {
            holds: false,
            field: 'priority',
            operator: 'changed_from',
            expected: 'low',
            saw: { from: 'high', to: 'urgent' },
          },
          { holds: true, field: 'priority', operator: 'is', expected: 'urgent', saw: 'urgent' },
        ],
      },
    ],
  });
});

test('a custom field that a ticket is created with is changed to its value, from none', () => {
  const customFields = { from: null, to: { product: 'Loom' } };
  const created = aSeen({}, { type: 'ticket.created', changes: { customFields } });

  const verdict = evaluate(a('ticket.fields.product', 'changed_to', 'Loom'), created);

  expect(verdict).toMatchObject({ holds: true, saw: { from: null, to: 'Loom' } });
});

test('what no workflow is told is decided in an activity, at any depth of the condition', () => {
  const deep = (leaf: Condition): Condition => ({ not: { all: [{ any: [leaf] }] } });

  for (const field of [
    'ticket.fields.order',
    'account',
    'message.text',
    'title',
    'vars.x',
    'item',
  ]) {
    expect(needsActivity(deep(a(field, 'is_set', true)))).toBe(true);
  }
  expect(needsActivity(deep({ cel: 'true' }))).toBe(true);
  expect(needsActivity(deep(a('now', 'in_business_hours', true)))).toBe(true);
  expect(needsActivity(deep(a('title', 'changed', true)))).toBe(true);
  for (const field of ['team', 'created_at', 'event.at', 'steps.a.b', 'requester.type']) {
    expect(needsActivity(deep(a(field, 'is_set', true)))).toBe(false);
  }
});

test('only what a condition asks about is read for it', () => {
  const condition: Condition = {
    any: [
      a('requester.email', 'is', 'a@example.com'),
      { not: a('account', 'is_set', true) },
      { all: [a('message.text', 'contains', 'x'), a('event.at', 'in_business_hours', true)] },
      a('description', 'changed', true),
      a('status', 'is', 'open'),
    ],
  };

  expect(readsOutside(condition).sort()).toEqual(['calendar', 'message', 'requester']);
  expect(readsOutside(a('title', 'contains', 'x'))).toEqual(['text']);
  expect(readsOutside(a('customer_replied_at', 'older_than', 1))).toEqual(['reply']);
  expect(readsOutside({ cel: 'account.name == "x" && size(ticket.tags) > 1' })).toEqual([
    'requester',
  ]);
  expect(readsOutside({ cel: 'has(assignee.id) && message.kind == "note"' }).sort()).toEqual([
    'message',
    'staff',
  ]);
  expect(readsOutside(null)).toEqual([]);
});

test('no condition always holds', () => {
  expect(evaluate(null, raised).holds).toBe(true);
});

test('what is not so is so when it is negated', () => {
  fc.assert(
    fc.property(aCondition, anySeen, (condition, seen) => {
      expect(evaluate({ not: condition }, seen).holds).toBe(!evaluate(condition, seen).holds);
    }),
  );
});

test('all is any negated inside and outside (De Morgan)', () => {
  fc.assert(
    fc.property(fc.array(aCondition, { minLength: 1, maxLength: 4 }), anySeen, (parts, seen) => {
      const notAny = { not: { any: parts.map((not) => ({ not })) } };
      expect(evaluate({ all: parts }, seen).holds).toBe(evaluate(notAny, seen).holds);
    }),
  );
});

test('a condition only about the event and earlier steps needs no look at the ticket', () => {
  const ofTheEvent = { all: [a('priority', 'changed', true), a('steps.a.b', 'is', 1)] };

  expect(readsTicket(ofTheEvent)).toBe(false);
  expect(readsTicket({ not: { any: [ofTheEvent, a('status', 'is', 'open')] } })).toBe(true);
});

const outside = {
  requester: {
    name: 'Ada',
    email: 'Ada@Shop.Example',
    accountId: 'account-1',
    accountName: 'Shop Ltd',
  },
  message: {
    id: 'message-1',
    kind: 'customer' as const,
    automatic: false,
    author: { type: 'customer', name: 'Ada', email: 'ada@shop.example' },
    text: 'Where is my REFUND? Order A-17, please.',
    subject: null,
    hasAttachments: true,
    mentions: ['agent-1'],
  },
  text: { title: 'Straße gesperrt', description: '' },
  reply: { at: '2026-11-20T12:00:00.000Z' },
  calendar: {
    isOpenAt: (calendar: string | null, at: string) => calendar === null && at < '2026-11-23T13',
  },
};
const day = 86_400_000;
const asked = {
  ...aSeen(
    { createdAt: '2026-11-20T12:00:00.000Z', snoozedUntil: '2026-11-24T12:00:00.000Z', rating: 2 },
    { changes: { snoozedUntil: { from: null, to: '2026-11-24T12:00:00.000Z' } } },
    { find: { people: ['agent-1', 'agent-2'], count: 3, output: 'yes' } },
    { due: '2026-11-23', ordered: '2026-11-20', order: 'A-17 express' },
  ),
  outside,
  vars: { level: 2, since: '2026-11-22T12:00:00.000Z' },
  inputs: { reason: 'lost in the post', copies: null },
  item: { name: 'Reed', price: 10 },
};

test.each<[FieldTest, boolean]>([
  // Free text: capitals do not count.
  [a('message.text', 'contains', 'refund'), true],
  [a('message.text', 'not_contains', 'refund'), false],
  [a('message.text', 'contains_any', ['invoice', 'Order a-17']), true],
  [a('message.text', 'contains_word', 'refund'), true],
  [a('message.text', 'contains_word', 'fund'), false],
  [a('message.text', 'contains_word', ['money', 'a 17']), true],
  [a('message.text', 'starts_with', 'where is'), true],
  [a('message.text', 'ends_with', ['please', 'please.']), true],
  [a('message.text', 'is', 'refund'), false],
  [a('title', 'contains_word', 'straße'), true],
  [a('title', 'changed', true), false],
  [a('description', 'is', ''), true],
  [a('message.subject', 'is_set', false), true],
  [a('message.subject', 'is', null), true],
  [a('message.subject', 'contains', 'null'), false],
  [a('message.subject', 'contains_word', 'null'), false],
  [a('message.subject', 'starts_with', 'n'), false],
  [a('message.subject', 'not_contains', 'x'), true],
  [a('message.has_attachments', 'is', true), true],
  [a('message.mentions', 'contains', 'agent-1'), true],
  [a('message.mentions', 'contains_any', ['agent-2']), false],
  [a('message.kind', 'in', ['customer', 'reply']), true],
  // People.
  [a('requester.email', 'is', 'ada@shop.example'), true],
  [a('requester.domain', 'in', ['SHOP.example']), true],
  [a('requester.id', 'is', 'nobody'), false],
  [a('account', 'is', 'account-1'), true],
  [a('account', 'is', null), false],
  [a('account.id', 'not_in', ['account-1']), false],
  // Relative times, counted from now.
  [a('created_at', 'older_than', 3 * day), true],
  [a('created_at', 'older_than', 3 * day + 1), false],
  [a('created_at', 'newer_than', 3 * day), false],
  [a('created_at', 'newer_than', 3 * day + 1), true],
  [a('created_at', 'within', 4 * day), false],
  [a('snoozed_until', 'within', day), true],
  [a('snoozed_until', 'within', day - 1), false],
  [a('snoozed_until', 'newer_than', 4 * day), false],
  [a('snoozed_until', 'changed', true), true],
  [a('customer_replied_at', 'older_than', 3 * day), true],
  [a('created_at', 'before', '2026-11-21'), true],
  [a('created_at', 'after', '2026-11-20T13:00:00+02:00'), true],
  [a('ticket.fields.ordered', 'older_than', 3 * day), true],
  [a('ticket.fields.ordered', 'older_than', 3 * day + 1), false],
  [a('ticket.fields.due', 'within', day), true],
  [a('ticket.fields.due', 'newer_than', day), true],
  [a('ticket.fields.nothing', 'older_than', 0), false],
  [a('ticket.fields.nothing', 'newer_than', day), false],
  [a('ticket.fields.nothing', 'within', day), false],
  // Business hours.
  [a('now', 'in_business_hours', true), true],
  [a('now', 'in_business_hours', false), false],
  [a('event.at', 'in_business_hours', 'calendar-2'), false],
  [a('now', 'after', '2026-11-22'), true],
  // Numbers, and custom texts in which capitals count.
  [a('rating', 'at_most', 2), true],
  [a('rating', 'is_set', true), true],
  [a('ticket.fields.order', 'starts_with', 'A-'), true],
  [a('ticket.fields.order', 'ends_with', 'Express'), false],
  [a('ticket.fields.order', 'contains_any', ['B-', '17']), true],
  // What the run knows.
  [a('steps.find.people', 'contains', 'agent-2'), true],
  [a('steps.find.output.count', 'greater_than', 2), true],
  [a('steps.find.output', 'is', 'yes'), true],
  [a('vars.level', 'at_least', 2), true],
  [a('vars.since', 'older_than', day), true],
  [a('vars.nothing', 'is_set', false), true],
  [a('inputs.reason', 'contains', 'post'), true],
  [a('inputs.copies', 'is', null), true],
  [a('item.price', 'less_than', 11), true],
  [a('item.name', 'is', 'Reed'), true],
  [a('item.constructor', 'is_set', true), false],
])('beyond the event, %j is %s', (condition, holds) => {
  expect(evaluate(condition, asked).holds).toBe(holds);
});

test('what was not looked at holds not, and is said to be so', () => {
  const verdict = evaluate(a('message.text', 'not_contains', 'x'), raised);

  expect(verdict).toMatchObject({ holds: false, saw: null, unread: true });
});

test('an event without a message, and a requester who was erased, have no values', () => {
  const nobody = { ...raised, outside: { message: null, requester: null } };

  for (const field of ['message.text', 'message.kind', 'requester.email', 'requester.domain']) {
    expect(evaluate(a(field, 'is', null), nobody)).toMatchObject({ holds: true, saw: null });
  }
  expect(evaluate(a('message.mentions', 'is_set', false), nobody).holds).toBe(true);
});

test('an expression is worked out by who can, and one that fails does not hold', () => {
  const cel = { cel: 'size(ticket.tags) > 0' };
  const fails = () => {
    throw new Error('no such key');
  };

  expect(evaluate(cel, raised, (source) => source === cel.cel)).toEqual({ holds: true, ...cel });
  expect(evaluate(cel, raised, fails)).toEqual({ holds: false, failed: 'no such key', ...cel });
  expect(evaluate(cel, raised).holds).toBe(false);
});
