import fc from 'fast-check';
import type { Condition, FieldTest } from '../../../flows/engine/definition';
import { evaluate, readsCustomFields, readsTicket } from '../../../flows/engine/evaluate';
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

test('that a condition asks about custom fields is found at any depth', () => {
  const asks = { not: { all: [{ any: [a('ticket.fields.order', 'changed', true)] }] } };

  expect(readsCustomFields(asks)).toBe(true);
  expect(readsCustomFields({ not: { all: [a('team', 'is_set', true)] } })).toBe(false);
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
