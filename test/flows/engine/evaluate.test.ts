import fc from 'fast-check';
import type { Condition, FieldTest } from '../../../flows/engine/definition';
import { evaluate, readsTicket } from '../../../flows/engine/evaluate';
import { aCondition, anySeen, aSeen } from '../a-seen';

const raised = aSeen(
  { priority: 'urgent', status: 'open', tags: ['vip'], assigneeId: null },
  { changes: { priority: { from: 'high', to: 'urgent' } } },
  { reply: { outcome: 'event', event: null } },
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
