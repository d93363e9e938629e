import { randomUUID } from 'node:crypto';
import { backtestFlow } from '../../automation/backtest-flow';
import { explainDecision } from '../../automation/explain-decision';
import { planFlowRuns } from '../../automation/plan-flow-runs';
import { checkFlow, publishFlow } from '../../automation/publish-flow';
import { inTransaction, query } from '../../db/database';
import { findDecision } from '../../db/flow-decision-store';
import { listRuns } from '../../db/flow-run-store';
import { eventsAfter } from '../../db/ticket-store';
import type { Change, Cause } from '../../domain/ticket/command';
import type { NewTicket } from '../../domain/ticket/command';
import { submitCommand } from '../../tickets/submit-command';
import { anAgent, creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
const ada = randomUUID();
const shop = randomUUID();

beforeAll(async () => {
  desk = await anEmptyDatabase();
  await query(desk.db, `INSERT INTO accounts (id, name) VALUES ($1, 'Shop Ltd')`, [shop]);
  await query(
    desk.db,
    `INSERT INTO contacts (id, name, email, account_id) VALUES ($1, 'Ada', 'Ada@Shop.example', $2)`,
    [ada, shop],
  );
});
afterAll(() => desk.drop());

type Fields = Record<string, unknown>;

function aDocument(slug: string, fields: Fields): Fields {
  const note = { id: 'note', use: 'core.add-note@1', with: { text: 'Seen: {{ticket.title}}' } };
  return { language: 2, flow: slug, title: slug, steps: [note], ...fields };
}

async function publish(slug: string, fields: Fields): Promise<string> {
  return (await publishFlow(desk.db, aDocument(slug, fields), { by: anAgent })).id;
}

async function aTicket(fields: Partial<NewTicket> = {}): Promise<number> {
  const outcome = await submitCommand(desk.db, creation(fields));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

async function change(ticket: number, what: Change, cause?: Omit<Cause, 'commandId'>) {
  const command = { id: randomUUID(), ticket, change: what, actor: anAgent };
  const outcome = await submitCommand(desk.db, { ...command, ...(cause ? { cause } : {}) });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

async function customerWrites(ticket: number, text: string): Promise<void> {
  const messageId = randomUUID();
  const author = { type: 'customer', id: ada, name: 'Ada', email: 'ada@shop.example' } as const;
  const outcome = await submitCommand(
    desk.db,
    {
      id: randomUUID(),
      ticket,
      actor: { type: 'customer', id: ada, name: 'Ada' },
      change: { type: 'receive-reply', messageId, automatic: false },
    },
    { message: { id: messageId, kind: 'customer', direction: 'in', author, text, html: null } },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

async function plan(ticket: number) {
  const events = await eventsAfter(desk.db, ticket, 0);
  return inTransaction(desk.db, (transaction) => planFlowRuns(desk.db, events, transaction));
}

const startedOn = async (ticket: number) =>
  (await listRuns(desk.db, { ticket }, { limit: 100 })).map(({ id }) => id);

test('a Flow is started by what its customer is and wrote, and the values seen are kept', async () => {
  const id = await publish('refunds', {
    on: [
      {
        event: 'message.customer_replied',
        when: {
          all: [
            { field: 'message.text', contains_word: 'refund' },
            { field: 'account', is: 'shop ltd' },
            { field: 'requester.domain', is: 'shop.example' },
            { field: 'title', contains: 'printer' },
            { field: 'customer_replied_at', newer_than: '1h' },
            { field: 'message.has_attachments', is: false },
            { cel: 'account.name == "Shop Ltd" && message.kind == "customer"' },
          ],
        },
      },
    ],
  });
  const ticket = await aTicket({ requester: { type: 'contact', id: ada } });
  const stranger = await aTicket();
  await customerWrites(ticket, `REFUND me. ${'Now! '.repeat(100)}`);
  await customerWrites(ticket, 'I got my refunds.');
  await customerWrites(stranger, 'refund');

  await plan(ticket);
  await plan(stranger);

  expect(await startedOn(ticket)).toEqual([`refunds.${ticket}.2`]);
  expect(await startedOn(stranger)).toEqual([]);
  const kept = await findDecision(desk.db, { flowId: id, ticket, seq: 2 });
  const [trigger] = kept!.explanation.triggers;
  expect(trigger!.verdict).toMatchObject({
    all: [{ saw: expect.stringMatching(/^.{199}…$/) }, {}, {}, {}, {}, {}, {}],
  });
});

test('a title is that of the time of the event, also when it was changed since', async () => {
  await publish('renamed', {
    on: [{ event: 'ticket.priority_changed', when: { field: 'title', contains: 'first' } }],
  });
  const ticket = await aTicket({ title: 'First title' });
  await change(ticket, { type: 'update', fields: { priority: 'high' } });
  await change(ticket, { type: 'update', fields: { title: 'Second title' } });
  await change(ticket, { type: 'update', fields: { priority: 'low' } });

  await plan(ticket);

  expect(await startedOn(ticket)).toEqual([`renamed.${ticket}.2`]);
});

test('publishing, switching off and renaming are seen by an index that is already there', async () => {
  const on = [{ event: 'ticket.priority_changed', when: { field: 'tags', contains: 'index' } }];
  const first = await aTicket({ tags: ['index'] });
  await publish('index-a', { on });
  await change(first, { type: 'update', fields: { priority: 'high' } });
  await plan(first);
  await publish('index-b', { on });
  await publish('index-a', { on: [{ event: 'ticket.snoozed' }] });
  const second = await aTicket({ tags: ['index'] });
  await change(second, { type: 'update', fields: { priority: 'high' } });
  await plan(second);
  await query(desk.db, `UPDATE flows SET enabled = false WHERE slug = 'index-b'`);
  const third = await aTicket({ tags: ['index'] });
  await change(third, { type: 'update', fields: { priority: 'high' } });
  await plan(third);

  expect(await startedOn(first)).toEqual([`index-a.${first}.2`]);
  expect(await startedOn(second)).toEqual([`index-b.${second}.2`]);
  expect(await startedOn(third)).toEqual([]);
});

test('an event is explained by what was kept, and else by what the published version says', async () => {
  const when = {
    all: [
      { field: 'priority', is: 'urgent' },
      { field: 'account', is: 'Shop Ltd' },
    ],
  };
  const ticket = await aTicket({ requester: { type: 'contact', id: ada } });
  await change(ticket, { type: 'update', fields: { priority: 'high' } });
  await publish('explained', { on: [{ event: 'ticket.priority_changed', when }] });

  const now = await explainDecision(desk.db, 'explained', { ticket, seq: 2 });
  await plan(ticket);
  const kept = await explainDecision(desk.db, 'explained', { ticket, seq: 2 });
  const unheard = await explainDecision(desk.db, 'explained', { ticket, seq: 1 });

  expect(now).toMatchObject({ matched: false, keptAt: null, version: 1 });
  expect(now.sentences.map(({ text }) => text)).toEqual([
    'ticket.priority_changed came, and the conditions do not hold',
    'priority was high, asked for: is urgent',
    'account of the requester was Shop Ltd, asked for: is Shop Ltd',
  ]);
  expect(kept).toMatchObject({ matched: false, keptAt: expect.any(Date) });
  expect(unheard.sentences).toMatchObject([{ text: 'it does not listen for such events' }]);
  await expect(explainDecision(desk.db, 'explained', { ticket, seq: 99 })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a backtest tells on which tickets, how often, on which days and what would have been done', async () => {
  const document = aDocument('tried', {
    on: [
      { event: 'ticket.priority_changed', when: { field: 'tags', contains: 'tried' } },
      { event: 'message.customer_replied', when: { field: 'message.text', contains: 'fire' } },
    ],
    settings: { budget: { runs: 2 } },
  });
  const [busy, calm] = [await aTicket({ tags: ['tried'], title: 'Busy' }), await aTicket()];
  const other = { flow: 'tried', run: 'tried.1.1', step: 'a', depth: 1 };
  await change(busy, { type: 'update', fields: { priority: 'urgent' } }, other);
  for (const priority of ['low', 'high', 'low'] as const) {
    await change(busy, { type: 'update', fields: { priority } });
  }
  await customerWrites(calm, 'There is a fire.');
  await customerWrites(calm, 'It is out.');
  const checked = await checkFlow(desk.db, document);

  const told = await backtestFlow(desk.db, checked, {
    days: 1,
    publicUrl: 'http://desk',
    now: in1s(),
  });

  expect(told).toMatchObject({
    matched: 3,
    stayedOut: { ownChange: 1, machineAnswer: 0, overBudget: 1, busy: 0 },
    ticketCount: 2,
    tickets: [
      { ticket: busy, times: 2, overBudget: true, first: [{ seq: 3 }, { seq: 4 }] },
      { ticket: calm, times: 1, overBudget: false, first: [{ seq: 2 }] },
    ],
    days: [{ matched: 3 }],
    previewed: 3,
    actions: [{ step: 'note', use: 'core.add-note@1', times: 3 }],
    loops: [],
    truncated: false,
  });
  expect(told.actions[0]!.previews[0]).toEqual({
    ticket: busy,
    seq: 3,
    preview: 'Add the note: Seen: Busy',
  });
  expect(told.events).toBeGreaterThan(told.listened);
  const cut = await backtestFlow(desk.db, checked, {
    days: 1,
    publicUrl: '',
    timeLimitMs: -1,
    now: in1s(),
  });
  expect(cut.truncated).toBe(true);
});

test('a backtest finds Flows that start each other in a circle', async () => {
  const set = (priority: string) => [{ id: 'set', use: 'core.set-priority@1', with: { priority } }];
  const on = (priority: string) => [
    { event: 'ticket.priority_changed', when: { field: 'priority', changed_to: priority } },
  ];
  await publish('raises', { on: on('low'), steps: set('high') });
  const lowers = aDocument('lowers', { on: on('high'), steps: set('low') });
  const itself = { on: on('medium'), steps: set('medium') };
  const loopsOf = async (document: Fields) =>
    (await backtestFlow(desk.db, await checkFlow(desk.db, document), { days: 1, publicUrl: '' }))
      .loops;

  expect(await loopsOf(lowers)).toEqual([
    {
      links: [
        { flow: 'lowers', step: 'set', event: 'ticket.priority_changed' },
        { flow: 'raises', step: 'set', event: 'ticket.priority_changed' },
      ],
    },
  ]);
  expect(await loopsOf(aDocument('lowers', { on: on('urgent'), steps: set('low') }))).toEqual([]);
  expect(await loopsOf(aDocument('itself', itself))).toEqual([]);
  const reacting = { ...itself, settings: { ownChanges: 'react' } };
  expect(await loopsOf(aDocument('itself', reacting))).toMatchObject([
    { links: [{ flow: 'itself' }] },
  ]);
});

/** The events of this very moment count as well. */
function in1s(): Date {
  return new Date(Date.now() + 1_000);
}
