import { z } from 'zod';
import { TemplateError } from '../../flows/templates/template-error';
import {
  agentReference,
  inputProblems,
  jsonTemplate,
  referencesIn,
  renderInputs,
  template,
  valuesIn,
} from '../../plugins/kit/inputs';

const schema = z.strictObject({
  text: template('Text', 50),
  agent: agentReference('Agent').optional(),
  priority: z.enum(['low', 'high']).optional(),
  count: z.int().max(10).optional(),
  tags: z.array(z.string().max(5)).max(3).optional(),
  to: z.union([z.enum(['requester']), z.strictObject({ team: z.string() })]).optional(),
  body: jsonTemplate('Body').optional(),
});

const values = {
  ticket: { number: 1042, priority: 'high', tags: ['vip', 'bug'] },
  vars: { count: 2, evil: '{{ticket.number}}' },
};

test('any input may hold a reference, a template or an expression', () => {
  const inputs = {
    text: 'No. {{ticket.number}}',
    agent: { ref: 'vars.agent' },
    priority: { ref: 'ticket.priority' },
    count: { cel: 'vars.count + 1' },
    tags: ['new', { ref: 'ticket.tags.0' }],
    to: { team: { template: 'Team {{vars.count}}' } },
    body: { list: { ref: 'ticket.tags' }, says: 'No. {{ticket.number}}', n: 1 },
  };

  expect(inputProblems(schema, inputs)).toEqual([]);
  expect(referencesIn(schema, inputs)).toEqual([]);
  expect(valuesIn(schema, inputs).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'text template',
    'agent ref',
    'priority ref',
    'count cel',
    'tags.1 ref',
    'to.team template',
    'body.list ref',
    'body.says template',
  ]);
  const { agent: _agent, ...rest } = inputs;
  const rendered = renderInputs(schema, rest, values);
  expect(rendered).toEqual({
    text: 'No. 1042',
    priority: 'high',
    count: 3,
    tags: ['new', 'vip'],
    to: { team: 'Team 2' },
    body: { list: ['vip', 'bug'], says: 'No. 1042', n: 1 },
  });
  expect(schema.safeParse(rendered).success).toBe(true);
});

test('a text takes a number from a reference as it would print it', () => {
  expect(renderInputs(schema, { text: { ref: 'ticket.number' } }, values)).toEqual({
    text: '1042',
  });
  expect(renderInputs(schema, { text: { cel: 'vars.count > 1' } }, values)).toEqual({
    text: 'true',
  });
});

test('what a reference brings into a text is no template', () => {
  const inputs = { text: { ref: 'vars.evil' }, body: { says: { ref: 'vars.evil' } } };

  expect(renderInputs(schema, inputs, values)).toEqual({
    text: '{{ticket.number}}',
    body: { says: '{{ticket.number}}' },
  });
});

test('inputs that are written out are checked beside dynamic ones', () => {
  const inputs = {
    text: { ref: 'vars.text' },
    priority: 'hihg',
    count: 11,
    tags: [{ ref: 'vars.tag' }, 'far too long'],
    to: { team: { cel: 'vars.team' }, taem: 'x' },
    nonsense: 1,
  };

  expect(
    inputProblems(schema, inputs)
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['count', 'nonsense', 'priority', 'tags.1', 'to.taem']);
  expect(inputProblems(schema, {}).map(({ path }) => path)).toEqual(['text']);
});

test('an input without a value fails', () => {
  for (const count of [{ ref: 'vars.none' }, { cel: 'vars.none' }, { template: '{{vars.none}}' }]) {
    expect(() => renderInputs(schema, { text: 'x', count }, values)).toThrow(TemplateError);
  }
});
