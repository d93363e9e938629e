import { randomUUID } from 'node:crypto';
import { macroPort } from '../../activities/ports/macro-port';
import { mailPort } from '../../activities/ports/mail-port';
import { newTicketPort } from '../../activities/ports/new-ticket-port';
import { peoplePort } from '../../activities/ports/people-port';
import { ticketPort } from '../../activities/ports/ticket-port';
import { createCustomField } from '../../db/custom-field-store';
import { inTransaction, query } from '../../db/database';
import type { StepWork } from '../../db/flow-step-store';
import { createMacro, type MacroFields } from '../../db/macro-store';
import { createMailbox } from '../../db/mailbox-store';
import { findOrCreateRequester } from '../../db/requester-store';
import { createTeam } from '../../db/team-store';
import { eventsAfter, findTicket } from '../../db/ticket-store';
import type { Actor, Change, NewTicket } from '../../domain/ticket/command';
import type { TicketState } from '../../domain/ticket/ticket';
import { actions } from '../../plugins/actions';
import { useOf, type ActionContext } from '../../plugins/kit/action';
import { submitCommand, type CommandContent } from '../../tickets/submit-command';
import { silent } from '../mail/mail-desk';
import { aNewTicket } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

jest.setTimeout(60_000);

let desk: TestDatabase;
const agents: Record<string, string> = {};
beforeAll(async () => {
  desk = await anEmptyDatabase();
  await createMailbox(desk.db, { name: 'Example Support', address: 'help@desk.example' });
  for (const name of ['ana', 'ben', 'cem', 'dia']) agents[name] = await anAgent(name);
});
afterAll(() => desk.drop());

describe('an assignment in turn', () => {
  test('is fair under twenty runs at once, leaves out who is not there, and each key has one agent', async () => {
    const { ana, ben, cem, dia } = agents;
    const team = await aTeam([ana!, ben!, cem!, dia!]);
    await query(desk.db, 'UPDATE agents SET active = false WHERE id = $1', [dia]);
    const tickets = await Promise.all(Array.from({ length: 20 }, () => aTicket()));
    const input = { pick: 'round-robin', team };
    const keys = tickets.map(({ number }) => `key-${number}`);
    const runAll = () =>
      Promise.all(
        tickets.map(({ number }, index) => run('core.assign@2', input, number, keys[index])),
      );

    const first = await runAll();
    const again = await runAll();

    const turns = first.map(({ assigneeId }) => assigneeId);
    const counts = [ana, ben, cem].map((id) => turns.filter((one) => one === id).length);
    expect(counts.toSorted()).toEqual([6, 7, 7]);
    expect(again.map(({ assigneeId }) => assigneeId)).toEqual(turns);
    await query(desk.db, 'UPDATE agents SET active = true WHERE id = $1', [dia]);
  });

  test('one key at the same time is one turn', async () => {
    const { ana, ben } = agents;
    const team = await aTeam([ana!, ben!]);
    const { number } = await aTicket();
    const key = randomUUID();
    const once = () => run('core.assign@2', { pick: 'round-robin', team }, number, key);

    const answers = await Promise.all([once(), once(), once()]);
    const next = await run('core.assign@2', { pick: 'round-robin', team }, number);

    expect(new Set(answers.map(({ assigneeId }) => assigneeId)).size).toBe(1);
    expect(next.assigneeId).not.toBe(answers[0]!.assigneeId);
  });

  test('is not used up by a ticket that refuses', async () => {
    const { ana, ben } = agents;
    const team = await aTeam([ana!, ben!]);
    const input = { pick: 'round-robin', team };
    const closed = await aTicket();
    await change(closed.number, { type: 'update', fields: { status: 'closed' } });
    const open = await aTicket();

    const first = await run('core.assign@2', input, open.number);
    await expect(run('core.assign@2', input, closed.number)).rejects.toMatchObject({
      code: 'ticket-closed',
    });
    const second = await run('core.assign@2', input, open.number);

    expect(new Set([first.assigneeId, second.assigneeId])).toEqual(new Set([ana, ben]));
  });

  test('passes over who is away, unless all are', async () => {
    const [one, other] = [await anAgent('away-1'), await anAgent('away-2')];
    const team = await aTeam([one, other]);
    const { number } = await aTicket();
    const twice = async () =>
      new Set([
        (await run('core.assign@2', { pick: 'round-robin', team }, number)).assigneeId,
        (await run('core.assign@2', { pick: 'round-robin', team }, number)).assigneeId,
      ]);

    await query(desk.db, 'UPDATE agents SET away_since = now() WHERE id = $1', [one]);
    expect(await twice()).toEqual(new Set([other]));
    await query(desk.db, 'UPDATE agents SET away_since = now() WHERE id = $1', [other]);
    expect(await twice()).toEqual(new Set([one, other]));
  });
});

test('the least busy agent has the fewest tickets that are still to be dealt with', async () => {
  const [busy, free] = [await anAgent('busy'), await anAgent('free')];
  const team = await aTeam([busy, free]);
  await aTicket({ assigneeId: busy });
  const done = await aTicket({ assigneeId: free });
  await change(done.number, { type: 'update', fields: { status: 'resolved' } });
  await aTicket({ assigneeId: free });
  await aTicket({ assigneeId: busy });
  const { number } = await aTicket();

  const picked = await run('core.assign@2', { pick: 'least-busy', team }, number);

  expect(picked.assigneeId).toBe(free);
});

test('the last agent replied last, else had it last; without one the fallback gets it, or nobody', async () => {
  const { ana, ben, cem } = agents;
  const { number } = await aTicket();
  const last = (more = {}) => run('core.assign@2', { pick: 'last-agent', ...more }, number);

  await expect(last()).rejects.toMatchObject({ code: 'nobody-to-pick' });
  expect(await last({ fallback: 'cem@desk.example' })).toMatchObject({ assigneeId: cem });
  await change(number, { type: 'update', fields: { assigneeId: null } });
  expect(await last()).toMatchObject({ assigneeId: cem });
  await replies(number, ben!);
  await change(number, { type: 'update', fields: { assigneeId: ana! } });
  expect(await last()).toMatchObject({ assigneeId: ben, changed: true });
  expect(await last({ team: await aTeam([ana!]) })).toMatchObject({ assigneeId: ana });
});

test('an assignment can name an agent or nobody, by the first version too', async () => {
  const { number } = await aTicket();

  const named = await run('core.assign@2', { agent: 'ANA@desk.example' }, number);
  const none = await run('core.assign@2', { nobody: true }, number);
  const older = await run('core.assign@1', { agent: agents['ben'] }, number);

  expect([named, none, older].map(({ assigneeId }) => assigneeId)).toEqual([
    agents['ana'],
    null,
    agents['ben'],
  ]);
});

test('team, custom fields, tags, snooze and level are changed once by a key, in the Flow’s name', async () => {
  const team = await aTeam([agents['ana']!], 'Billing');
  await inTransaction(desk.db, (transaction) =>
    createCustomField(
      desk.db,
      { title: 'Amount', type: 'number', options: [], required: false },
      transaction,
    ),
  );
  const { number } = await aTicket({ tags: ['new', 'vip'] });
  const steps: [string, object][] = [
    ['core.set-team@1', { team: 'billing' }],
    ['core.set-fields@1', { fields: { amount: 12 } }],
    ['core.change-tags@1', { add: ['late'], remove: ['new'] }],
    ['core.escalate@1', { level: 3, note: 'It burns' }],
    ['core.snooze@1', { for: '2d' }],
  ];
  const before = (await findTicket(desk.db, number))!.version;

  for (const [use, input] of steps) {
    const key = randomUUID();
    const first = await run(use, input, number, key);
    expect(first).toMatchObject({ changed: true });
    expect(await run(use, input, number, key)).toEqual(first);
  }

  expect(await findTicket(desk.db, number)).toMatchObject({
    teamId: team,
    customFields: { amount: 12 },
    tags: ['vip', 'late'],
    escalation: 3,
    snoozedUntil: expect.any(String),
  });
  const events = await eventsAfter(desk.db, number, before);
  expect(events.map(({ type }) => type)).toEqual([
    'ticket.team_changed',
    'ticket.fields_changed',
    'ticket.tags_changed',
    'ticket.escalated',
    'message.note_added',
    'ticket.snoozed',
  ]);
  for (const { actor, cause } of events) {
    expect(actor).toEqual({ type: 'flow', id: 'helper', name: 'Helper' });
    expect(cause).toMatchObject({ flow: 'helper', run: 'a-run', step: 'a-step', depth: 1 });
  }
});

test('what the ticket does not take fails with a code', async () => {
  const { number } = await aTicket({ tags: Array.from({ length: 50 }, (_, at) => `tag-${at}`) });
  const refused = (use: string, input: object) =>
    run(use, input, number).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    );

  expect(await refused('core.change-tags@1', { add: ['one more'] })).toBe('too-many-tags');
  expect(await refused('core.set-fields@1', { fields: { colour: 'red' } })).toBe(
    'fields-not-valid',
  );
  expect(await refused('core.snooze@1', { until: '2001-01-01' })).toBe('snooze-not-possible');
  expect(await refused('core.close@1', {})).toBe('done');
  expect(await refused('core.escalate@1', { level: 1 })).toBe('ticket-closed');
});

test('changes on one transaction are stored together, or not at all', async () => {
  const { number } = await aTicket();
  const port = (key: string, transaction: Parameters<typeof ticketPort>[3]) =>
    ticketPort(desk.db, aWork(number), anOrigin(key), transaction);
  const both = (keys: [string, string], end: () => void) =>
    inTransaction(desk.db, async (transaction) => {
      await port(keys[0], transaction).update({ priority: 'high' });
      await port(keys[1], transaction).changeTags({ add: ['vip'], remove: [] });
      end();
    });
  const keys: [string, string] = [randomUUID(), randomUUID()];

  await expect(
    both(keys, () => {
      throw new Error('crash');
    }),
  ).rejects.toThrow('crash');
  expect(await findTicket(desk.db, number)).toMatchObject({ priority: 'medium', tags: [] });
  await both(keys, () => undefined);
  expect(await findTicket(desk.db, number)).toMatchObject({ priority: 'high', tags: ['vip'] });
});

describe('a reply', () => {
  test('goes to the customer once, on the thread, from the mailbox, and says that a machine wrote it', async () => {
    const { number } = await aTicket();
    const key = randomUUID();
    const input = { text: 'We look into it.', setStatus: 'waiting', cc: ['boss@customer.example'] };

    const first = await run('core.reply@1', input, number, key);
    expect(await run('core.reply@1', input, number, key)).toEqual(first);

    const mails = await deliveriesOf(number);
    expect(mails).toMatchObject([
      {
        kind: 'reply',
        messageId: first.messageId,
        to: ['mia@customer.example'],
        cc: ['boss@customer.example'],
        sender: { name: 'Example Support', address: 'help@desk.example' },
        headers: { 'Auto-Submitted': 'auto-replied' },
        subject: expect.stringMatching(/^Re: The printer is on fire \[/),
        text: expect.stringMatching(/We look into it\./),
      },
    ]);
    expect(await findTicket(desk.db, number)).toMatchObject({ status: 'waiting' });
    const [message] = await messagesOf(number, 'reply');
    expect(message!.author).toMatchObject({ type: 'flow', name: 'Example Support' });
  });

  test('is never sent to whom only machines wrote (RFC 3834), nor does it change the ticket', async () => {
    const { number } = await aTicket({}, { automatic: true });

    const answer = await run('core.reply@1', { text: 'Hi', setStatus: 'resolved' }, number);

    expect(answer).toEqual({ notSent: 'only-machines-wrote' });
    expect(await deliveriesOf(number)).toEqual([]);
    expect(await findTicket(desk.db, number)).toMatchObject({ status: 'open' });
  });
});

test('a new ticket is opened once by a key, linked both ways', async () => {
  const { number, requester } = await aTicket();
  const key = randomUUID();
  const input = {
    title: 'Order the parts',
    description: 'Two shafts',
    link: 'causes',
    priority: 'high',
    assignee: 'ana@desk.example',
  };

  const [first, again] = await Promise.all([
    run('core.create-ticket@1', input, number, key),
    run('core.create-ticket@1', input, number, key),
  ]);
  const other = await run(
    'core.create-ticket@1',
    { title: 'For the shop', requester: 'shop@parts.example' },
    number,
  );

  expect(again).toEqual(first);
  expect(await findTicket(desk.db, first.ticketNumber as number)).toMatchObject({
    title: 'Order the parts',
    priority: 'high',
    source: 'flow',
    requester,
    assigneeId: agents['ana'],
    links: [{ kind: 'caused_by', number }],
  });
  expect(await messagesOf(first.ticketNumber as number, 'description')).toMatchObject([
    { text: 'Two shafts' },
  ]);
  const made = await findTicket(desk.db, other.ticketNumber as number);
  expect(made!.requester).not.toEqual(requester);
  expect(await findTicket(desk.db, number)).toMatchObject({
    links: [
      { kind: 'causes', number: first.ticketNumber },
      { kind: 'related', number: other.ticketNumber },
    ],
  });
});

test('a run without a ticket opens one for an e-mail address, and changes none', async () => {
  const opened = await run(
    'core.create-ticket@1',
    { title: 'Weekly check', requester: 'ops@desk.example' },
    null,
  );
  expect(await findTicket(desk.db, opened.ticketNumber as number)).toMatchObject({ links: [] });

  for (const [use, input] of [
    ['core.create-ticket@1', { title: 'Whose?' }],
    ['core.close@1', {}],
    ['core.assign@2', { pick: 'last-agent' }],
    ['core.reply@1', { text: 'Hi' }],
  ] as const) {
    await expect(run(use, input, null)).rejects.toMatchObject({ code: 'no-ticket' });
  }
});

describe('a macro', () => {
  test('is used by the Flow as by agents: its text and its changes, once', async () => {
    await aMacro({
      name: 'Thanks',
      text: 'Thanks {{requester.name}}, {{agent.name}}',
      changes: { status: 'waiting', addTags: ['thanked'] },
    });
    const asReply = await aTicket();
    const asNote = await aTicket();
    const key = randomUUID();

    const first = await run('core.run-macro@1', { macro: 'thanks' }, asReply.number, key);
    expect(await run('core.run-macro@1', { macro: 'thanks' }, asReply.number, key)).toEqual(first);
    await run('core.run-macro@1', { macro: 'Thanks', as: 'note' }, asNote.number);

    expect(await messagesOf(asReply.number, 'reply')).toMatchObject([
      { text: 'Thanks Mia Customer, Example Support' },
    ]);
    expect(await deliveriesOf(asReply.number)).toHaveLength(1);
    expect(await messagesOf(asNote.number, 'note')).toHaveLength(1);
    expect(await deliveriesOf(asNote.number)).toEqual([]);
    for (const { number } of [asReply, asNote]) {
      expect(await findTicket(desk.db, number)).toMatchObject({
        status: 'waiting',
        tags: ['thanked'],
      });
    }
  });

  test('without a text changes the ticket alone', async () => {
    await aMacro({ name: 'Urgent', text: '', changes: { priority: 'urgent', addTags: ['hot'] } });
    const { number } = await aTicket({ tags: ['vip'] });

    expect(await run('core.run-macro@1', { macro: 'Urgent' }, number)).toEqual({});

    expect(await findTicket(desk.db, number)).toMatchObject({
      priority: 'urgent',
      tags: ['vip', 'hot'],
    });
  });

  test('of one agent, or for whoever uses it, is none for Flows', async () => {
    await aMacro({ name: 'Own', text: 'x', visibility: 'private' });
    await aMacro({ name: 'Mine', text: 'x', changes: { assignee: 'me' } });
    const { number } = await aTicket();

    await expect(run('core.run-macro@1', { macro: 'Own' }, number)).rejects.toMatchObject({
      code: 'macro-not-found',
    });
    await expect(run('core.run-macro@1', { macro: 'Mine' }, number)).rejects.toMatchObject({
      code: 'macro-not-for-flows',
    });
  });
});

/** Runs an action as a step with this key does. */
async function run(use: string, input: object, ticket: number | null, key: string = randomUUID()) {
  const action = actions.find((one) => useOf(one) === use)!;
  const { db } = desk;
  const work = aWork(ticket);
  const origin = anOrigin(key);
  const around = { publicUrl: 'http://desk.example', log: silent };
  const ctx = {
    ticket: ticketPort(db, work, origin),
    people: peoplePort(db),
    mail: mailPort(db, work, () => Promise.resolve({}), origin, around),
    newTicket: newTicketPort(db, work, origin),
    macros: macroPort(db, work, origin, around),
  } as ActionContext;
  return action.run(ctx, action.input.parse(input));
}

function aWork(ticket: number | null): StepWork {
  return { flow: 'helper', flowTitle: 'Helper', ticket, depth: 0 } as StepWork;
}

function anOrigin(idempotencyKey: string) {
  return { runId: 'a-run', stepId: 'a-step', idempotencyKey };
}

async function aTicket(
  fields: Partial<NewTicket> = {},
  { automatic = false } = {},
): Promise<TicketState> {
  const email = automatic ? 'robot@customer.example' : 'mia@customer.example';
  const { type, id } = await findOrCreateRequester(desk.db, { email, name: 'Mia Customer' });
  const messageId = randomUUID();
  const ticket = aNewTicket({ requester: { type, id }, source: 'mail', ...fields });
  const author = { type: 'customer', id, name: 'Mia Customer', email } as const;
  return change(
    null,
    { type: 'create', ticket, messageId },
    {
      message: {
        id: messageId,
        kind: 'description',
        direction: 'in',
        author,
        text: 'It started this morning.',
        html: null,
        automatic,
      },
    },
  );
}

async function change(
  ticket: number | null,
  wanted: Change,
  content: CommandContent = {},
): Promise<TicketState> {
  const actor: Actor = { type: 'agent', id: 'agent-1', name: 'Ana Ruiz' };
  const command = { id: randomUUID(), ticket, change: wanted, actor };
  const outcome = await submitCommand(desk.db, command, content);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket;
}

async function replies(ticket: number, agentId: string): Promise<void> {
  const messageId = randomUUID();
  const author = { type: 'agent', id: agentId, name: 'An agent', email: null } as const;
  const message = { id: messageId, kind: 'reply', direction: 'out', author } as const;
  await change(
    ticket,
    { type: 'add-reply', messageId },
    { message: { ...message, text: 'Hello', html: null } },
  );
}

async function anAgent(name: string): Promise<string> {
  const [row] = await query<{ id: string }>(
    desk.db,
    `INSERT INTO agents (name, email, role) VALUES ($1, $2, 'agent') RETURNING id`,
    [name, `${name}@desk.example`],
  );
  return row!.id;
}

async function aTeam(memberIds: string[], name: string = randomUUID()): Promise<string> {
  const team = await inTransaction(desk.db, (transaction) =>
    createTeam(desk.db, { name, memberIds }, transaction),
  );
  return team.id;
}

async function aMacro(fields: Partial<MacroFields> & { name: string }): Promise<void> {
  const macro: MacroFields = {
    shortcut: null,
    text: '',
    changes: {},
    visibility: 'all',
    teamId: null,
    ...fields,
  };
  await inTransaction(desk.db, (transaction) =>
    createMacro(desk.db, agents['ana']!, macro, transaction),
  );
}

function deliveriesOf(ticket: number) {
  return query(
    desk.db,
    `SELECT kind, message_id AS "messageId", sender, recipients_to AS "to", recipients_cc AS cc,
       subject, text, headers FROM deliveries WHERE ticket = $1`,
    [ticket],
  );
}

function messagesOf(ticket: number, kind: string) {
  return query<{ text: string; author: object }>(
    desk.db,
    'SELECT text, author FROM messages WHERE ticket = $1 AND kind = $2',
    [ticket, kind],
  );
}
