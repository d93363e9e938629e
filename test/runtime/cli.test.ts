import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { keyPrincipal } from '../../api/sign-in/api-key';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

describe('the command line', () => {
  const place = mkdtempSync(path.join(os.tmpdir(), 'ticketloom-cli-'));
  let desk: TestDatabase;

  beforeAll(async () => (desk = await anEmptyDatabase()));
  afterAll(async () => {
    await desk.drop();
    rmSync(place, { recursive: true, force: true });
  });

  test('create-api-key prints a key that works, and nothing else', async () => {
    const { code, output } = await cli('create-api-key', '--name', 'importer', '--role', 'agent');

    expect(code).toBe(0);
    expect(await keyPrincipal(desk.db, output.trim())).toMatchObject({
      name: 'importer',
      role: 'agent',
    });
  });

  test('a role that there is not is refused with how the command is used', async () => {
    const { code, problems } = await cli('create-api-key', '--name', 'x', '--role', 'root');

    expect(code).toBe(2);
    expect(problems).toContain('--role must be admin or agent');
    expect(problems).toContain('Usage: npm run cli -- create-api-key --name NAME');
  });

  test('publish-flow publishes the Flow in a file, and the same file again as the same version', async () => {
    const file = path.join(place, 'urgent.flow.yaml');
    writeFileSync(file, flow);

    const first = await cli('publish-flow', file);
    const again = await cli('publish-flow', file);

    expect(first).toMatchObject({
      code: 0,
      output: expect.stringContaining('version 1') as string,
    });
    expect(again).toMatchObject({
      code: 0,
      output: expect.stringContaining('version 1') as string,
    });
  });

  test('publish-flow lists every problem of a Flow by its place', async () => {
    const file = path.join(place, 'wrong.flow.yaml');
    writeFileSync(file, flow.replace('priority: high', 'priority: huge'));

    const { code, problems } = await cli('publish-flow', file);

    expect(code).toBe(1);
    expect(problems).toMatch(/steps.*huge|steps.*priority/s);
  });

  test('seed adds tickets and tells how far it is', async () => {
    const { code, output, problems } = await cli('seed', '--tickets', '20', '--messages', '60');

    expect({ code, output }).toEqual({
      code: 0,
      output: '20 tickets with 60 messages were added.\n',
    });
    expect(problems).toContain('20 of 20 tickets');
    expect(await cli('seed', '--tickets', '20', '--messages', '5')).toMatchObject({ code: 2 });
  });

  test('without a running product it says how to start one', async () => {
    const { code, problems } = await cliWith({ DATA_DIR: place }, 'publish-flow', 'any.yaml');

    expect(code).toBe(1);
    expect(problems).toContain(`does not run on the data folder ${place}`);
    expect(problems).toContain('npm start');
  });

  test('an unknown command is answered with those that there are', async () => {
    const { code, problems } = await cli('dance');

    expect(code).toBe(2);
    expect(problems).toContain('There is no command dance');
    expect(problems).toContain('create-api-key');
  });

  const cli = (...args: string[]) => cliWith({ DATABASE_URL: desk.url }, ...args);
});

const flow = `
language: 1
flow: urgent-words
title: A new ticket is high
on:
  - event: ticket.created
steps:
  - id: raise
    use: core.set-priority@1
    with:
      priority: high
`;

function cliWith(
  environment: Record<string, string>,
  ...args: string[]
): Promise<{ code: number | null; output: string; problems: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', run, ...args], {
    cwd: path.join(__dirname, '..', '..'),
    env: { ...process.env, ...environment },
  });
  let output = '';
  let problems = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, output, problems }));
  });
}

/** As scripts/cli.mjs does, without the look at what is installed. */
const run = `
  require('./scripts/cli.ts').cli(process.argv.slice(1), process.env)
    .then((code) => { process.exitCode = code; });
`;
