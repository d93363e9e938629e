import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { publishFlow } from '../../automation/publish-flow';
import { commandLine } from '../../scripts/cli/command';
import { flowsCommand } from '../../scripts/cli/flows';
import { anApi, type TestApi } from '../api/an-api';

let api: TestApi;
let place: string;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());
beforeEach(async () => {
  place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-flows-'));
  await api.db.sequelize.query('TRUNCATE flows CASCADE');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const document = (flow: string, text = 'hello', fields: object = {}) => ({
  language: 1,
  flow,
  title: 'Greet',
  on: [{ event: 'ticket.created' }],
  steps: [{ id: 'note', use: 'core.add-note@1', with: { text } }],
  ...fields,
});

const publish = (flow: string, text?: string) =>
  publishFlow(api.db, document(flow, text), { by: commandLine });

const yamlOf = (flow: string, text: string) => `# kept by hand
title: Greet
flow: ${flow}
language: 1
on: [{ event: ticket.created }]
steps:
  - { id: note, use: core.add-note@1, with: { text: ${text} } }
`;

/** Runs the command as the terminal does: on the database, or by the API of the same product. */
async function flows(where: 'database' | 'api', verb: string, ...more: string[]) {
  const remote = where === 'api' ? ['--url', api.url, '--key', api.adminKey] : [];
  const lines: string[] = [];
  const run = flowsCommand.parse([verb, place, ...more, ...remote]);
  const code = await run({
    database: () => Promise.resolve(api.db),
    print: (line) => void lines.push(line.replaceAll(`${place}/`, '')),
  });
  return { code, lines };
}

const file = (name: string) => path.join(place, name);

describe.each(['database', 'api'] as const)('a folder of Flows, by the %s', (where) => {
  test('is pulled, changed, compared and pushed with a note', async () => {
    await publish('greet');
    await publish('other');

    expect(await flows(where, 'pull')).toEqual({
      code: 0,
      lines: ['greet.flow.yaml: version 1', 'other.flow.yaml: version 1'],
    });
    expect(readdirSync(place)).toEqual(['.ticketloom.json', 'greet.flow.yaml', 'other.flow.yaml']);
    expect(await flows(where, 'diff')).toEqual({ code: 0, lines: [] });

    const text = readFileSync(file('greet.flow.yaml'), 'utf8').replace('hello', 'welcome');
    writeFileSync(file('greet.flow.yaml'), text);
    writeFileSync(file('new.flow.yaml'), yamlOf('new', 'first'));
    expect(await flows(where, 'diff')).toMatchObject({
      code: 1,
      lines: [
        'greet.flow.yaml: version 1 on the server',
        '  ~ step note with.text: "hello" → "welcome"',
        'new.flow.yaml: not on the server',
        ...Array.from({ length: 5 }, () => expect.any(String) as string),
      ],
    });

    expect(await flows(where, 'push', '--note', 'Warmer')).toEqual({
      code: 0,
      lines: ['greet.flow.yaml: published as version 2', 'new.flow.yaml: published as version 1'],
    });
    const { body } = await api.call('GET', '/api/v1/flows/greet');
    expect(body).toMatchObject({
      document: { steps: [{ with: { text: 'welcome' } }] },
      versions: [{ version: 2, note: 'Warmer' }, { version: 1 }],
    });
    expect(await flows(where, 'push')).toEqual({
      code: 0,
      lines: ['Nothing differs from the server.'],
    });
  });

  test('may hold Flows that call each other: what is called is published first', async () => {
    const steps = [
      { id: 'ask', flow: 'z-helper', with: { why: 'a test' } },
      { id: 'note', use: 'core.add-note@1', with: { text: '{{steps.ask.said}}' } },
    ];
    const inputs = [{ name: 'why', title: 'Why', type: 'text', required: true }];
    const helper = { language: 2, on: [{ called: { inputs } }], outputs: { said: 'yes' } };
    const caller = document('a-caller', '', { language: 2, steps });
    writeFileSync(file('a-caller.flow.json'), JSON.stringify(caller));
    writeFileSync(
      file('z-helper.flow.json'),
      JSON.stringify(document('z-helper', 'hello', helper)),
    );

    expect(await flows(where, 'check')).toEqual({ code: 0, lines: ['2 Flows are right.'] });
    expect(await flows(where, 'push')).toEqual({
      code: 0,
      lines: [
        'z-helper.flow.json: published as version 1',
        'a-caller.flow.json: published as version 1',
      ],
    });
    writeFileSync(
      file('z-helper.flow.json'),
      JSON.stringify(document('z-helper', 'hello', { ...helper, outputs: { told: 'yes' } })),
    );
    expect(await flows(where, 'check')).toMatchObject({
      code: 1,
      lines: [expect.stringContaining('there is no variable "steps.ask.said"')],
    });
  });

  test('is not pushed over what others published since it was pulled', async () => {
    await publish('greet');
    await publish('other');
    await flows(where, 'pull');
    writeFileSync(file('greet.flow.yaml'), yamlOf('greet', 'mine'));
    writeFileSync(file('other.flow.yaml'), yamlOf('other', 'mine'));
    await publish('greet', 'theirs');

    expect(await flows(where, 'push')).toEqual({
      code: 1,
      lines: [
        'greet.flow.yaml: the server has version 2 and this began with version 1. Pull first.',
      ],
    });
    expect((await api.call('GET', '/api/v1/flows/other')).body.version).toBe(1);

    const pulled = await flows(where, 'pull');
    expect(pulled.code).toBe(1);
    expect(pulled.lines).toEqual([
      expect.stringMatching(/^greet\.flow\.yaml: changed here, and the server has version 2\./),
      'other.flow.yaml: changed here and not pushed',
    ]);
    expect(readFileSync(file('greet.flow.yaml'), 'utf8')).toContain('mine');
    await flows(where, 'pull', '--force');
    expect(readFileSync(file('greet.flow.yaml'), 'utf8')).toContain('theirs');
  });
});

test('a file that means the same is left as people wrote it', async () => {
  await publish('greet');
  writeFileSync(file('greetings.flow.yaml'), yamlOf('greet', 'hello'));
  const before = statSync(file('greetings.flow.yaml')).mtimeMs;

  expect(await flows('database', 'pull')).toEqual({ code: 0, lines: [] });

  expect(statSync(file('greetings.flow.yaml')).mtimeMs).toBe(before);
  expect(readdirSync(place)).not.toContain('greet.flow.yaml');
});

test('every problem is told at its line and column, and keeps all of the folder from being pushed', async () => {
  writeFileSync(
    file('wrong.flow.yaml'),
    `language: 1
flow: wrong
title: Wrong
on:
  - event: ticket.created
steps:
  - id: note
    use: core.add-note@1
    with:
      text: "{{ticket.titel}}"
`,
  );
  writeFileSync(file('shape.flow.yaml'), `${yamlOf('shape', 'x')}titel: X\n`);
  writeFileSync(file('torn.flow.yaml'), 'flow: torn\ntitle: [a\n');
  writeFileSync(file('twice.flow.yaml'), yamlOf('twice', 'x'));
  writeFileSync(file('twice-too.flow.yaml'), yamlOf('twice', 'x'));
  const expected = [
    'shape.flow.yaml:8:1: titel: "titel" is not known here. Did you mean "title"?',
    expect.stringMatching(/^torn\.flow\.yaml:3:1: /),
    expect.stringMatching(/^twice\.flow\.yaml:3:1: flow: twice-too\.flow\.yaml has this Flow too/),
    'wrong.flow.yaml:10:7: steps.0.with.text: there is no variable "ticket.titel". Did you mean "ticket.title"?',
  ];

  expect(await flows('api', 'check')).toEqual({ code: 1, lines: expected });
  expect(await flows('database', 'push')).toEqual({ code: 1, lines: expected });

  for (const name of ['shape', 'torn', 'twice-too', 'wrong']) rmSync(file(`${name}.flow.yaml`));
  expect(await flows('api', 'check')).toEqual({ code: 0, lines: ['1 Flow is right.'] });
});

test('a wrong key, a wrong address and a missing folder are told in a sentence', async () => {
  const checkAt = (url: string, key: string) =>
    flowsCommand.parse(['check', place, '--url', url, '--key', key])({
      database: () => Promise.reject(new Error('not asked')),
      print: () => undefined,
    });
  writeFileSync(file('greet.flow.yaml'), yamlOf('greet', 'x'));

  await expect(checkAt(api.url, 'tlk_no_key')).rejects.toMatchObject({ code: 'wrong-credentials' });
  await expect(checkAt('http://127.0.0.1:1', 'x')).rejects.toMatchObject({ code: 'not-reachable' });
  rmSync(place, { recursive: true });
  await expect(flows('database', 'push')).rejects.toMatchObject({ code: 'folder-unreadable' });
  expect(() => flowsCommand.parse(['dance', place])).toThrow('say pull, push, diff, check');
});
