import fc from 'fast-check';
import type { CustomFieldDefinition } from '../../domain/custom-field/definition';
import type { CustomFields } from '../../domain/custom-field/value';
import { factsOf } from '../../domain/ticket/decide';
import { ticketEventTypes, type TicketEventType } from '../../domain/ticket/event';
import { priorities } from '../../domain/ticket/priority';
import { statuses } from '../../domain/ticket/status';
import { sources, type TicketFacts } from '../../domain/ticket/ticket';
import type { Condition, FieldTest, Scalar, Trigger } from '../../flows/engine/definition';
import type { Seen } from '../../flows/engine/seen';
import { accepted, creation } from '../support/builders';

/** An event on a ticket as conditions see it, with what the test cares about. */
export function aSeen(
  facts: Partial<TicketFacts> = {},
  event: Partial<Seen['event']> = {},
  steps: Seen['steps'] = {},
  customFields: CustomFields = {},
): Seen {
  const { ticket } = accepted(null, creation());
  return {
    facts: { ...factsOf(ticket), ...facts },
    event: {
      seq: 2,
      type: 'ticket.priority_changed',
      at: '2026-11-23T12:00:00.000Z',
      actor: { type: 'agent', id: 'agent-1' },
      changes: {},
      ...event,
    },
    now: '2026-11-23T12:00:00.000Z',
    customFields,
    steps,
  };
}

/** A custom field with what the test cares about. */
export function aField(
  fields: Partial<CustomFieldDefinition> & Pick<CustomFieldDefinition, 'slug'>,
): CustomFieldDefinition {
  return {
    title: fields.slug,
    type: 'text',
    options: [],
    required: false,
    archivedAt: null,
    ...fields,
  };
}

const agents = ['agent-1', 'agent-2', 'agent-3'];
const teams = ['team-1', 'team-2'];
const products = ['Loom', 'Yarn'];
const parts = ['Shaft', 'Reed'];
const tags = ['vip', 'bug', 'billing'];
const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const several = <T>(values: readonly T[]) =>
  fc.uniqueArray(some(values), { minLength: 1, maxLength: 3 });

const aTest: fc.Arbitrary<FieldTest> = fc.oneof(
  testOf('status', statuses, ['is', 'is_not', 'changed_to', 'changed_from'], ['in', 'not_in']),
  testOf(
    'priority',
    priorities,
    ['is', 'is_not', 'at_least', 'at_most', 'changed_to', 'changed_from'],
    ['in', 'changed_to'],
  ),
  testOf('assignee', agents, ['is', 'is_not', 'changed_to'], ['in', 'not_in']),
  testOf('tags', tags, ['contains', 'not_contains'], ['contains_any']),
  testOf('team', teams, ['is', 'is_not'], ['in', 'not_in']),
  testOf(
    'ticket.fields.product',
    [...products, null],
    ['is', 'is_not', 'changed_to', 'changed_from'],
    ['in', 'not_in', 'changed_to'],
  ),
  testOf('ticket.fields.product', ['o'], ['contains', 'not_contains'], []),
  testOf('ticket.fields.parts', parts, ['contains', 'not_contains'], ['contains_any']),
  testOf('ticket.fields.amount', [1, 2, 3], ['is', 'at_least', 'less_than'], ['in']),
  testOf('source', sources, ['is', 'is_not'], ['in']),
  some([true, false]).map((value): FieldTest => ({ field: 'assignee', operator: 'is_set', value })),
  some([true, false]).map((value): FieldTest => ({ field: 'status', operator: 'changed', value })),
);

function testOf(
  field: string,
  values: readonly Scalar[],
  one: FieldTest['operator'][],
  list: FieldTest['operator'][],
): fc.Arbitrary<FieldTest> {
  const ofOne = { field: fc.constant(field), operator: some(one), value: some(values) };
  if (list.length === 0) return fc.record(ofOne);
  return fc.oneof(
    fc.record(ofOne),
    fc.record({ field: fc.constant(field), operator: some(list), value: several(values) }),
  );
}

export const aCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    aTest,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
})).condition;

export const aTrigger: fc.Arbitrary<Trigger> = fc.record({
  event: some<TicketEventType>(ticketEventTypes.slice(0, 6)),
  when: fc.option(aCondition, { nil: null }),
});

/** Any event, its changes in agreement with the facts after it. */
export const anySeen: fc.Arbitrary<Seen> = fc
  .record({
    status: some(statuses),
    priority: some(priorities),
    assigneeId: some([null, ...agents]),
    teamId: some([null, ...teams]),
    tags: fc.uniqueArray(some(tags)),
    source: some(sources),
    type: some<TicketEventType>(ticketEventTypes.slice(0, 6)),
    from: fc.record({
      status: fc.option(some(statuses)),
      priority: fc.option(some(priorities)),
      assigneeId: fc.option(some(agents)),
    }),
    changed: fc.subarray(['status', 'priority', 'assigneeId'] as const),
    custom: fc.record(
      { product: some(products), parts: fc.uniqueArray(some(parts)), amount: some([1, 2, 3]) },
      { requiredKeys: [] },
    ),
    product: fc.option(some([null, ...products]), { nil: undefined }),
  })
  .map(({ type, from, changed, custom, product, ...facts }) => {
    const plain = changed.map((field) => [field, { from: from[field], to: facts[field] }]);
    const fields = { from: { product }, to: { product: custom.product ?? null } };
    const changes = {
      ...Object.fromEntries(plain),
      ...(product === undefined ? {} : { customFields: fields }),
    };
    return aSeen(facts, { type, changes }, {}, custom);
  });
