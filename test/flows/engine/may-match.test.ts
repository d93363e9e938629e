import fc from 'fast-check';
import { priorities } from '../../../domain/ticket/priority';
import type { Condition, FieldTest } from '../../../flows/engine/definition';
import { mayMatch } from '../../../flows/engine/may-match';
import { matchTrigger } from '../../../flows/engine/match-trigger';
import { aCondition, anySeen } from '../a-seen';

const a = (field: string, operator: FieldTest['operator'], value: FieldTest['value']) => ({
  field,
  operator,
  value,
});
const raised = { type: 'ticket.priority_changed', becomes: 'high' } as const;

test.each<[Condition | null, boolean]>([
  [null, true],
  [a('priority', 'changed_to', 'high'), true],
  [a('priority', 'changed_to', 'low'), false],
  [a('priority', 'at_least', 'urgent'), false],
  [{ not: a('priority', 'is', 'high') }, false],
  [{ any: [a('priority', 'is', 'low'), a('tags', 'contains', 'vip')] }, true],
  [{ all: [a('priority', 'is', 'low'), a('tags', 'contains', 'vip')] }, false],
  [a('status', 'changed', true), false],
  [a('event.actor', 'is', 'customer'), false],
  [{ not: a('event.actor', 'is', 'flow') }, false],
  [{ cel: 'false' }, true],
])('a step that makes the priority high may start a Flow that asks %j: %s', (when, may) => {
  expect(mayMatch({ event: 'ticket.priority_changed', when }, raised)).toBe(may);
});

test('a step whose value only the run knows may start any Flow that hears of the change', () => {
  const unknown = { type: 'ticket.priority_changed' } as const;
  const when = a('priority', 'changed_to', 'low');

  expect(mayMatch({ event: 'ticket.priority_changed', when }, unknown)).toBe(true);
  expect(mayMatch({ event: 'ticket.status_changed', when: null }, unknown)).toBe(false);
});

test('no event that would start a Flow is held to be impossible', () => {
  fc.assert(
    fc.property(aCondition, anySeen, fc.constantFrom(...priorities), (when, seen, priority) => {
      const event = {
        ...seen.event,
        type: 'ticket.priority_changed' as const,
        actor: { type: 'flow' as const, id: 'a-flow' },
        changes: { priority: { from: 'medium' as const, to: priority } },
      };
      const made = { ...seen, event, facts: { ...seen.facts!, priority } };
      const trigger = { event: event.type, when };
      const matches = matchTrigger([trigger], made).matched;

      expect(!matches || mayMatch(trigger, { type: event.type, becomes: priority })).toBe(true);
    }),
    { numRuns: 500 },
  );
});
