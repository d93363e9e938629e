import { randomUUID } from 'node:crypto';
import { readTemplateValues, type RunAtStep } from '../../automation/template-values';
import { query } from '../../db/database';
import { eventsAfter } from '../../db/ticket-store';
import type { TemplateVariables } from '../../flows/templates/known-path';
import { variablesFor } from '../../flows/templates/variables';
import { reachPath } from '../../flows/values/path';
import { submitCommand } from '../../tickets/submit-command';
import { creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

const run = {
  flow: 'a-flow',
  flowTitle: 'A Flow',
  runId: 'a-flow.1042.1',
  inputs: { reason: 'because' },
  variables: { count: 2 },
  outputs: { 'look-up': { found: [7] } },
  loops: [
    { id: 'each-day', index: 1, item: 'Monday' },
    { id: 'each-part', index: 0, item: { name: 'Shaft' } },
  ],
  publicUrl: 'https://desk.example.com',
} satisfies Partial<RunAtStep>;

const known = {
  customFields: [],
  outputs: new Map([['look-up', ['found']]]),
  vars: ['count'],
  inputs: ['reason'],
  loops: ['each-day', 'each-part'],
};

test('a run on a ticket sees everything that publishing lets it name', async () => {
  const { ticket, event } = await aTicketOfAnAccount();

  const values = await readTemplateValues(desk.db, { ...run, ticket, event });

  const names = namesIn(variablesFor(known));
  expect(names.length).toBeGreaterThan(40);
  for (const name of names)
    expect([name, reachPath(values, name.split('.'))]).not.toEqual([name, undefined]);
  expect(values).toMatchObject({
    ticket: { number: ticket, title: 'The printer is on fire', team: 'Billing' },
    requester: { name: 'Kim', email: 'kim@customer.example', type: 'contact' },
    assignee: { name: 'Ana Ruiz' },
    account: { name: 'Customer Inc' },
    event: { type: 'ticket.created', seq: 1, actor: { type: 'agent', name: 'Ana Ruiz' } },
    message: {
      kind: 'description',
      subject: 'The printer is on fire',
      text: 'It started this morning.',
      from: { name: 'Kim', email: 'kim@customer.example' },
    },
    item: { name: 'Shaft' },
    index: 0,
    loops: { 'each-day': { item: 'Monday', index: 1 } },
    vars: { count: 2 },
    inputs: { reason: 'because' },
  });
});

test('a run that no ticket began sees what began it, and no ticket', async () => {
  const occurrence = {
    type: 'flow.webhook',
    at: '2026-11-23T12:00:00.000Z',
    actor: { type: 'system', id: 'webhook', name: 'Webhook' } as const,
    data: { delivery: 'msg-1' },
  };

  const values = await readTemplateValues(desk.db, {
    ...run,
    ticket: null,
    event: null,
    occurrence,
  });

  expect(values).not.toHaveProperty('ticket');
  expect(values).toMatchObject({
    event: { type: 'flow.webhook', data: { delivery: 'msg-1' }, actor: { name: 'Webhook' } },
    vars: { count: 2 },
  });
  for (const name of namesIn(variablesFor({ ...known, hasTicket: false }))) {
    expect([name, reachPath(values, name.split('.'))]).not.toEqual([name, undefined]);
  }
});

async function aTicketOfAnAccount() {
  const [ids] = await query<{ contact: string; agent: string; team: string }>(
    desk.db,
    `WITH account AS (INSERT INTO accounts (name) VALUES ('Customer Inc') RETURNING id),
       contact AS (INSERT INTO contacts (name, email, account_id)
         SELECT 'Kim', 'kim@customer.example', id FROM account RETURNING id),
       agent AS (INSERT INTO agents (name, email, role) VALUES ('Ana Ruiz', 'ana@desk.example', 'agent')
         RETURNING id),
       team AS (INSERT INTO teams (name) VALUES ('Billing') RETURNING id)
     SELECT contact.id AS contact, agent.id AS agent, team.id AS team FROM contact, agent, team`,
  );
  const { contact, agent, team } = ids!;
  const messageId = randomUUID();
  const command = creation({
    requester: { type: 'contact', id: contact },
    assigneeId: agent,
    teamId: team,
  });
  const change = { ...command.change, messageId } as typeof command.change;
  const author = {
    type: 'customer' as const,
    id: contact,
    name: 'Kim',
    email: 'kim@customer.example',
  };
  const outcome = await submitCommand(
    desk.db,
    { ...command, change },
    {
      message: {
        ...{ id: messageId, kind: 'description', direction: 'in', author, html: null },
        text: 'It started this morning.',
      },
    },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const [event] = await eventsAfter(desk.db, outcome.ticket.number, 0);
  return { ticket: outcome.ticket.number, event: event! };
}

/** The dotted names of what a tree of variables ends in. */
function namesIn(variables: TemplateVariables, above = ''): string[] {
  return Object.entries(variables).flatMap(([name, here]) =>
    typeof here === 'string' ? [above + name] : namesIn(here, `${above}${name}.`),
  );
}
