import fc from 'fast-check';
import { priorities } from '../../../domain/ticket/priority';
import type { Trigger } from '../../../flows/engine/definition';
import {
  buildFlowIndex,
  candidatesFor,
  listenersFor,
  withFlows,
  withoutFlows,
  type FlowIndex,
} from '../../../flows/engine/flow-index';
import { matchTrigger } from '../../../flows/engine/match-trigger';
import { aSeen, anySeen, aTrigger } from '../a-seen';

interface SomeFlow {
  id: number;
  triggers: Trigger[];
}

const someTriggers = fc.array(aTrigger, { minLength: 1, maxLength: 3 });
const someFlows = fc
  .array(someTriggers, { maxLength: 30 })
  .map((all) => all.map((triggers, id): SomeFlow => ({ id, triggers })));

const matching = (flows: readonly SomeFlow[], seen: Parameters<typeof matchTrigger>[1]) =>
  flows
    .filter(({ triggers }) => matchTrigger(triggers, seen).matched)
    .map(({ id }) => id)
    .sort();

test('the index finds exactly the Flows that looking at all of them finds', () => {
  fc.assert(
    fc.property(someFlows, anySeen, (flows, seen) => {
      const found = candidatesFor(buildFlowIndex(flows), seen);

      expect(matching(found, seen)).toEqual(matching(flows, seen));
    }),
    { numRuns: 500 },
  );
});

test('an index with Flows put in, replaced and taken out is that of the Flows there are', () => {
  const change = fc.record({
    id: fc.nat({ max: 9 }),
    triggers: fc.option(someTriggers, { nil: null }),
  });
  fc.assert(
    fc.property(someFlows, fc.array(change), anySeen, (flows, changes, seen) => {
      const before = buildFlowIndex(flows);
      const foundBefore = candidatesFor(before, seen);
      const now = new Map(flows.map((flow) => [flow.id, flow]));
      let index: FlowIndex<SomeFlow> = before;
      for (const { id, triggers } of changes) {
        if (triggers) now.set(id, { id, triggers });
        else now.delete(id);
        index = triggers ? withFlows(index, [now.get(id)!]) : withoutFlows(index, [id]);
      }

      expect(matching(candidatesFor(index, seen), seen)).toEqual(matching([...now.values()], seen));
      expect(listenersFor(index, seen.event.type)).toEqual(
        listenersFor(buildFlowIndex([...index.flows.values()]), seen.event.type),
      );
      // Whoever holds the earlier index finds what they found.
      expect(candidatesFor(before, seen)).toEqual(foundBefore);
    }),
    { numRuns: 300 },
  );
});

test('of an index from which every Flow was taken nothing is left to look at', () => {
  fc.assert(
    fc.property(someFlows, (flows) => {
      const empty = withoutFlows(
        buildFlowIndex(flows),
        flows.map(({ id }) => id),
      );

      expect(empty.flows.size).toBe(0);
      for (const { all, tests, unfiled } of empty.byEvent.values()) {
        expect([all.size, tests.size, unfiled.size]).toEqual([0, 0, 0]);
      }
    }),
  );
});

test('everybody who listens for an event is known, also those that it cannot start', () => {
  const urgent: Trigger = {
    event: 'ticket.priority_changed',
    when: { field: 'priority', operator: 'is', value: 'urgent' },
  };
  const index = buildFlowIndex([{ id: 1, triggers: [urgent, urgent] }]);

  expect(listenersFor(index, 'ticket.priority_changed').size).toBe(1);
  expect(candidatesFor(index, aSeen({ priority: 'low' }))).toEqual([]);
});

test('what an event does not bring along is no reason to leave a Flow out', () => {
  const asks = (field: string) => ({
    id: field,
    triggers: [
      {
        event: 'ticket.priority_changed' as const,
        when: { field, operator: 'is' as const, value: 'a' },
      },
    ],
  });
  const index = buildFlowIndex(['requester.email', 'account', 'message.text', 'title'].map(asks));

  expect(candidatesFor(index, aSeen())).toHaveLength(4);
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

  const found = candidatesFor(
    buildFlowIndex(flows),
    aSeen({ priority: 'urgent', assigneeId: 'agent-7' }),
  );

  expect(found.length).toBeLessThan(20);
  expect(found.map(({ id }) => id)).toContain(7);
});
