import fc from 'fast-check';
import { z } from 'zod';
import { TemplateError } from '../../../flows/templates/template-error';
import { evaluateCel } from '../../../flows/values/cel';
import { resolveValue } from '../../../flows/values/resolve-value';
import { dynamicPlaces, valueSchema } from '../../../flows/values/value';

const values = {
  ticket: { number: 1042, priority: 'urgent', tags: ['vip', 'bug'], fields: { city: null } },
  requester: { name: '{{ticket.number}}' },
  steps: { 'look-up': { count: 3, found: [{ number: 7 }] } },
};

const resolved = (value: unknown) => resolveValue(value, values, { evaluateCel });

test('references, templates and expressions are worked out wherever they stand', () => {
  const value = {
    priority: { ref: 'ticket.priority' },
    list: [{ ref: 'ticket.tags.1' }, { template: 'No. {{ticket.number}}' }, 5, null],
    deep: { count: { cel: 'steps["look-up"].count + 1' } },
    plain: '{{ticket.number}}',
  };

  expect(dynamicPlaces(value)).toEqual([
    { path: 'priority', kind: 'ref', source: 'ticket.priority' },
    { path: 'list.0', kind: 'ref', source: 'ticket.tags.1' },
    { path: 'list.1', kind: 'template', source: 'No. {{ticket.number}}' },
    { path: 'deep.count', kind: 'cel', source: 'steps["look-up"].count + 1' },
  ]);
  expect(resolved(value)).toEqual({
    priority: 'urgent',
    list: ['bug', 'No. 1042', 5, null],
    deep: { count: 4 },
    plain: '{{ticket.number}}',
  });
});

test('a value as a whole may be dynamic, and its type is kept', () => {
  expect(dynamicPlaces({ ref: 'ticket.number' })).toMatchObject([{ path: '' }]);
  expect(resolved({ ref: 'ticket.number' })).toBe(1042);
  expect(resolved({ ref: 'ticket.tags' })).toEqual(['vip', 'bug']);
});

test('what a step answered is named with or without "output"', () => {
  expect(resolved({ ref: 'steps.look-up.output.count' })).toBe(3);
  expect(resolved({ ref: 'steps.look-up.count' })).toBe(3);
  expect(resolved({ ref: 'steps.look-up.output.found.0.number' })).toBe(7);
  expect(resolved({ ref: 'steps.look-up.output' })).toEqual(values.steps['look-up']);
});

test('what a reference brings in is data and no template', () => {
  expect(resolved({ ref: 'requester.name' })).toBe('{{ticket.number}}');
  expect(resolved({ template: '{{requester.name}}' })).toBe('{{ticket.number}}');
});

test('an object with more or other keys is written out', () => {
  for (const value of [{ ref: 5 }, { ref: 'a', x: 1 }, { cel: null }, { Ref: 'a' }, ['ref']]) {
    expect(dynamicPlaces(value)).toEqual([]);
    expect(resolved(value)).toEqual(value);
  }
  expect(resolved({ cel: '{"ref": "as it is"}' })).toEqual({ ref: 'as it is' });
});

test.each([
  [{ ref: 'ticket.nothing' }],
  [{ ref: 'ticket.fields.city' }],
  [{ ref: 'ticket.tags.2' }],
  [{ ref: 'ticket.tags.length' }],
  [{ ref: 'ticket.priority.length' }],
  [{ ref: '' }],
  [{ template: '{{ticket.fields.city}}' }],
  [{ cel: 'ticket.nothing' }],
  [{ cel: '1 +' }],
])('%j has no value and fails', (value) => {
  expect(() => resolved({ a: [value] })).toThrow(TemplateError);
});

test('values have a JSON Schema', () => {
  const schema = z.toJSONSchema(z.strictObject({ value: valueSchema }));
  expect(schema).toMatchObject({ properties: { value: { $ref: '#/$defs/Value' } } });
});

const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  'map',
  'a',
  'b',
  '0',
];
const aName = fc.constantFrom(...hostileNames);
const someJson = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('text', 1, true, null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc
      .array(fc.tuple(aName, tie('json')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).json;
const aPath = fc.array(aName, { minLength: 1, maxLength: 4 });

test('a reference reaches what JSON shows of the values, and nothing else', () => {
  fc.assert(
    fc.property(someJson, aPath, (root, path) => {
      const given = { a: root };
      const expected = shownAt(JSON.parse(JSON.stringify(given)), path);
      const found = outcome(() => resolveValue({ ref: path.join('.') }, given, { evaluateCel }));
      expect(found).toEqual(expected === undefined || expected === null ? 'failed' : expected);
    }),
    { numRuns: 500 },
  );
});

test('an expression reaches what JSON shows of the values, and nothing else', () => {
  fc.assert(
    fc.property(someJson, aPath, (root, path) => {
      const given = { a: root };
      const expected = shownAt(JSON.parse(JSON.stringify(given)), ['a', ...path]);
      const keys = path.map((part) => (part === '0' ? '[0]' : `["${part}"]`)).join('');
      const found = outcome(() => evaluateCel(`a${keys}`, given));
      const byNumber = path.includes('0') ? [expected, 'failed'] : [expected ?? 'failed'];
      if (expected === null) expect(found).toBeNull();
      else expect(byNumber).toContainEqual(found);
    }),
    { numRuns: 500 },
  );
});

/** By entries, which are a JSON object's own. */
function shownAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((here, part) => {
    if (typeof here !== 'object' || here === null) return undefined;
    if (Array.isArray(here) && !/^\d+$/.test(part)) return undefined;
    return new Map(Object.entries(here)).get(part);
  }, value);
}

function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) return 'failed';
    throw error;
  }
}
