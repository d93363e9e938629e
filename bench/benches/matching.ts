import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { ticketEventTypes, type TicketEvent } from '../../domain/ticket/event';
import type { Condition, FieldTest, Trigger } from '../../flows/engine/definition';
import {
  buildFlowIndex,
  candidatesFor,
  withFlows,
  type FlowIndex,
  type Indexed,
} from '../../flows/engine/flow-index';
import { matchTrigger } from '../../flows/engine/match-trigger';
import { seenAt, type Seen } from '../../flows/engine/seen';
import type { Bench } from '../bench';
import { inTurns, percentile, summarise } from '../measure';

const flowCount = 10_000;
const names = ['matching among 10,000 Flows', 'publishing one of 10,000 Flows'] as const;

/**
 * Which of many Flows an event starts, in process and without a database; the floor looks at every
 * Flow. Then what an index that is in memory costs to bring up to date.
 */
export const matching: Bench = {
  rows: names,
  product: 'none',
  async run({ quick }) {
    const flows = Array.from({ length: flowCount }, (_, id) => aFlow(id));
    const index = buildFlowIndex(flows);
    const events = Array.from({ length: 1_000 }, (_, at) => seenIn(at));
    const eventAt = (at: number): Seen => events[at % events.length]!;
    const found = await inTurns({
      floor: (at) => clocked(() => matched(flows, eventAt(at))),
      product: (at) => clocked(() => matched(candidatesFor(index, eventAt(at)), eventAt(at))),
      times: quick ? 50 : 1_000,
      warmUp: quick ? 20 : 200,
    });
    const published = await publishing(index, quick ? 20 : 300);
    return [
      {
        name: names[0],
        aim: { p50AtMostMs: 0.05 },
        ...summarise(found),
        note: 'the floor looks at every Flow',
      },
      {
        name: names[1],
        aim: { p50AtMostMs: 5 },
        ratio: null,
        p50Ms: percentile(published, 0.5),
        p95Ms: percentile(published, 0.95),
        floorP50Ms: null,
      },
    ];
  },
};

async function publishing(index: FlowIndex<Indexed>, times: number): Promise<number[]> {
  const samples: number[] = [];
  let current = index;
  for (let count = 0; count < times; count += 1) {
    const changed = aFlow((count * 31) % flowCount, count);
    samples.push(await clocked(() => (current = withFlows(current, [changed]))));
  }
  return samples;
}

async function clocked(work: () => unknown): Promise<number> {
  const begin = performance.now();
  work();
  return performance.now() - begin;
}

function matched(flows: readonly Indexed[], seen: Seen): Indexed[] {
  return flows.filter(({ triggers }) => matchTrigger(triggers, seen).matched);
}

const test = (field: string, operator: FieldTest['operator'], value: FieldTest['value']) => ({
  field,
  operator,
  value,
});

/** As Flows of a large desk: most are for one team, agent, tag or product, a few for everything. */
function aFlow(id: number, salt = 0): Indexed {
  const one = (name: string, of: number): string => `${name}-${scattered(id + salt, of)}`;
  const priority = priorities[scattered(id, priorities.length)]!;
  const agent = one('agent', 900);
  const conditions: Condition[] = [
    { all: [test('tags', 'contains', one('tag', 2_000)), test('priority', 'is', priority)] },
    { all: [test('team', 'is', one('team', 300)), test('priority', 'at_least', 'high')] },
    { any: [test('assignee', 'changed_to', agent), test('assignee', 'is', agent)] },
    {
      all: [
        test('ticket.fields.product', 'is', one('product', 500)),
        test('status', 'in', ['open', 'waiting']),
        { not: test('tags', 'contains', 'vip') },
      ],
    },
    { all: [test('requester.id', 'is', `person-${id}`), test('priority', 'changed', true)] },
  ];
  // One of a thousand has nothing to be filed under.
  const when = id % 1_000 === 0 ? test('tags', 'not_contains', 'spam') : conditions[id % 5]!;
  const event = ticketEventTypes[id % 8]!;
  return { id, triggers: [{ event, when }] satisfies Trigger[] };
}

/** Without a pattern, and the same in every run (Knuth's multiplicative hash). */
function scattered(number: number, of: number): number {
  return (Math.imul(number + 1, 2_654_435_761) >>> 8) % of;
}

function seenIn(at: number): Seen {
  const time = '2026-11-23T12:00:00.000Z';
  const priority = priorities[at % priorities.length]!;
  const event: TicketEvent = {
    ticket: at,
    seq: 2,
    type: ticketEventTypes[at % 8]!,
    at: time,
    actor: { type: 'agent', id: 'agent-1', name: 'Lea Lead' },
    cause: { commandId: String(at) },
    changes: { priority: { from: 'low', to: priority } },
    facts: {
      number: at,
      version: 2,
      status: statuses[at % statuses.length]!,
      priority,
      assigneeId: `agent-${at % 900}`,
      teamId: `team-${at % 300}`,
      requester: { type: 'contact', id: `person-${at % flowCount}` },
      tags: [`tag-${at % 2_000}`, `tag-${(at * 7) % 2_000}`],
      source: 'mail',
      followUpOf: null,
      createdAt: time,
      updatedAt: time,
      statusSeq: 1,
      statusSince: time,
      snoozedUntil: null,
      customerReply: null,
    },
    customFields: { product: `product-${at % 500}` },
  };
  return seenAt(event);
}
