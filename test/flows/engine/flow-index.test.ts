import fc from 'fast-check';
import { priorities } from '../../../domain/ticket/priority';
import type { Trigger } from '../../../flows/engine/definition';
import { buildFlowIndex } from '../../../flows/engine/flow-index';
import { matchTrigger } from '../../../flows/engine/match-trigger';
import { aSeen, anySeen, aTrigger } from '../a-seen';

const someFlows = fc
  .array(fc.array(aTrigger, { minLength: 1, maxLength: 3 }), { maxLength: 30 })
  .map((all) => all.map((triggers, id) => ({ id, triggers })));

test('the index finds exactly the Flows that looking at all of them finds', () => {
  fc.assert(
    fc.property(someFlows, anySeen, (flows, seen) => {
      const matching = (some: typeof flows) =>
        some
          .filter(({ triggers }) => matchTrigger(triggers, seen).matched)
          .map(({ id }) => id)
          .sort();

      expect(matching(buildFlowIndex(flows).candidates(seen))).toEqual(matching(flows));
    }),
    { numRuns: 500 },
  );
});

test('everybody who listens for an event is known, also those that it cannot start', () => {
  const urgent: Trigger = {
    event: 'ticket.priority_changed',
    when: { field: 'priority', operator: 'is', value: 'urgent' },
  };
  const index = buildFlowIndex([{ triggers: [urgent, urgent] }]);

  expect(index.listening('ticket.priority_changed')).toHaveLength(1);
  expect(index.candidates(aSeen({ priority: 'low' }))).toEqual([]);
});

test('of ten thousand Flows only those with the right value are looked at', () => {
  const flows = Array.from({ length: 10_000 }, (_, id) => ({
    id,
    triggers: [
      {
        event: 'ticket.priority_changed' as const,
        when: {
          all: [
            { field: 'priority', operator: 'is' as const, value: priorities[id % 4]! },
            { field: 'assignee', operator: 'is' as const, value: `agent-${id % 1_000}` },
          ],
        },
      },
    ],
  }));

  const found = buildFlowIndex(flows).candidates(
    aSeen({ priority: 'urgent', assigneeId: 'agent-7' }),
  );

  expect(found.length).toBeLessThan(20);
  expect(found.map(({ id }) => id)).toContain(7);
});
