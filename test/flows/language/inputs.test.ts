import type { FlowInput } from '../../../flows/engine/definition';
import { givenInputs } from '../../../flows/language/inputs';

const anInput = (fields: Partial<FlowInput> = {}): FlowInput => ({
  ...{ name: 'reason', title: 'Reason', type: 'text', required: false },
  ...fields,
});

test.each<[string, FlowInput, Record<string, unknown>, Record<string, unknown>]>([
  ['what is given', anInput(), { reason: 'broken' }, { reason: 'broken' }],
  ['nothing of what is left out', anInput(), {}, {}],
  ['nothing of what is null', anInput(), { reason: null }, {}],
  ['its usual value', anInput({ required: true, default: 'none' }), {}, { reason: 'none' }],
  [
    'false and 0 as values',
    anInput({ type: 'boolean', default: true }),
    { reason: false },
    { reason: false },
  ],
  ['a number', anInput({ type: 'number' }), { reason: 0 }, { reason: 0 }],
  ['a day', anInput({ type: 'date' }), { reason: '2028-02-29' }, { reason: '2028-02-29' }],
  ['a choice', anInput({ type: 'select', options: ['a', 'b'] }), { reason: 'b' }, { reason: 'b' }],
])('a run gets %s', (_, input, given, inputs) => {
  expect(givenInputs([input], given)).toEqual({ inputs });
});

test.each<[Partial<FlowInput>, unknown, string]>([
  [{ required: true }, undefined, 'this is missing'],
  [{ required: true }, null, 'this is missing'],
  [{}, 7, 'write a text of at most 10000 characters'],
  [{}, ' ', 'write a text of at most 10000 characters'],
  [{}, 'x'.repeat(10_001), 'write a text of at most 10000 characters'],
  [{ type: 'number' }, '7', 'write a number'],
  [{ type: 'number' }, NaN, 'write a number'],
  [{ type: 'boolean' }, 'yes', 'write true or false'],
  [{ type: 'date' }, '2026-02-29', 'write a day as in 2026-11-23'],
  [{ type: 'date' }, '2026-11-23T00:00:00Z', 'write a day as in 2026-11-23'],
  [{ type: 'select', options: ['a', 'b'] }, 'c', 'choose one of: a, b'],
])('an input of %j is not %j', (fields, value, message) => {
  const given = value === undefined ? {} : { reason: value };

  expect(givenInputs([anInput(fields)], given)).toEqual({
    problems: [{ path: 'reason', message }],
  });
});

test('an input that nobody asked for is refused by its name, and all problems are told at once', () => {
  expect(givenInputs([anInput({ required: true })], { raeson: 'x' })).toEqual({
    problems: [
      { path: 'raeson', message: 'there is no input "raeson". Did you mean "reason"?' },
      { path: 'reason', message: 'this is missing' },
    ],
  });
});
