import { updateAgent } from '../../db/agent-store';
import { inTransaction } from '../../db/database';
import { leaveTeams } from '../../db/team-store';
import { untilSomebodyWaits } from '../support/waiting';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

async function make(path: string, body: object): Promise<Answer['body']> {
  const answer = await api.call('POST', `/api/v1/${path}`, { body });
  expect([answer.status, answer.body.problems]).toEqual([201, undefined]);
  return answer.body;
}

async function aTicket(more: object = {}): Promise<Answer['body']> {
  return make('tickets', { title: 'A', requester: { email: 'ana@customer.example' }, ...more });
}

const patch = (number: number, body: object) =>
  api.call('PATCH', `/api/v1/tickets/${number}`, { body });

const problemsOf = (answer: Answer) =>
  answer.body.problems.map((one: { path: string; message: string }) => [one.path, one.message]);

describe('teams', () => {
  test('have members, names of their own, and are removed only when no ticket has them', async () => {
    const { body: agents } = await api.call('GET', '/api/v1/agents');
    const [admin] = agents.items;
    const team = await make('teams', { name: 'Billing', memberIds: [admin.id] });
    expect(team.members).toEqual([{ id: admin.id, name: admin.name }]);
    const again = await api.call('POST', '/api/v1/teams', { body: { name: 'billing' } });
    expect(again.status).toBe(409);
    const stranger = { memberIds: ['00000000-0000-4000-8000-000000000009'] };
    const refused = await api.call('PATCH', `/api/v1/teams/${team.id}`, { body: stranger });
    expect(problemsOf(refused)).toEqual([['memberIds.0', 'there is no such agent']]);

    const ticket = await aTicket({ teamId: team.id });
    expect(ticket.team).toEqual({ id: team.id, name: 'Billing' });
    expect((await api.call('DELETE', `/api/v1/teams/${team.id}`)).body.code).toBe('still-in-use');
    const cleared = await patch(ticket.number, { teamId: null });
    expect(cleared.body.team).toBeNull();
    expect((await api.call('DELETE', `/api/v1/teams/${team.id}`)).status).toBe(204);
  });

  test('take no member who may only read since this moment', async () => {
    const zoe = { name: 'Zoe', email: 'zoe@desk.example', role: 'agent' };
    const { id } = await make('agents', { ...zoe, password: 'a long enough one' });
    const team = await make('teams', { name: 'Nights', memberIds: [id] });

    const asked = await inTransaction(api.db, async (transaction) => {
      await updateAgent(api.db, id, { role: 'read-only' }, transaction);
      const changing = api.call('PATCH', `/api/v1/teams/${team.id}`, { body: { memberIds: [id] } });
      await untilSomebodyWaits(api.db);
      await leaveTeams(api.db, id, transaction);
      return [changing];
    });

    expect(problemsOf((await asked[0])!)).toEqual([['memberIds.0', 'Zoe may only read']]);
    const { body } = await api.call('GET', `/api/v1/teams/${team.id}`);
    expect(body.members).toEqual([]);
  });

  test('a ticket’s team and its assignee are independent, and a change of it is an event', async () => {
    const team = await make('teams', { name: 'Returns' });
    const ticket = await aTicket();
    const { body } = await patch(ticket.number, { teamId: team.id });
    expect([body.team.name, body.assignee]).toEqual(['Returns', null]);
    const { body: events } = await api.call('GET', `/api/v1/tickets/${ticket.number}/events`);
    expect(events.items.at(-1)).toMatchObject({
      type: 'ticket.team_changed',
      changes: { teamId: { from: null, to: team.id } },
    });
    const listed = async (query: string): Promise<number[]> => {
      const { body: page } = await api.call('GET', `/api/v1/tickets?${query}`);
      return page.items.map((one: { number: number }) => one.number);
    };
    expect(await listed(`team=${team.id}`)).toEqual([ticket.number]);
    expect(await listed('team=none')).not.toContain(ticket.number);

    const { body: wrong } = await patch(ticket.number, {
      teamId: '00000000-0000-4000-8000-000000000009',
    });
    expect(wrong.problems[0].path).toBe('teamId');
    const { body: read } = await api.call('GET', `/api/v1/tickets/${ticket.number}`);
    expect(read.team).toEqual({ id: team.id, name: 'Returns' });
  });
});

describe('custom fields', () => {
  test('keep the slug of their first title; each value is checked by its type', async () => {
    const types = [
      { title: 'Order number', type: 'text' },
      { title: 'Amount', type: 'number' },
      { title: 'Delivered on', type: 'date' },
      { title: 'Product', type: 'select', options: ['Loom', 'Yarn'] },
      { title: 'Parts', type: 'multi_select', options: ['Shaft', 'Reed'] },
      { title: 'Insured', type: 'boolean' },
      { title: 'Invoice', type: 'link' },
    ];
    const made = [];
    for (const one of types) made.push(await make('custom-fields', one));
    const order = made[0];
    expect(order.slug).toBe('order-number');
    expect((await make('custom-fields', types[0]!)).slug).toBe('order-number-2');
    const renamed = await api.call('PATCH', `/api/v1/custom-fields/${order.id}`, {
      body: { title: 'Order' },
    });
    expect(renamed.body).toMatchObject({ slug: 'order-number', title: 'Order' });

    const right = {
      'order-number': 'A-17',
      amount: 12.5,
      'delivered-on': '2026-11-20',
      product: 'Loom',
      parts: ['Reed'],
      insured: false,
      invoice: 'https://example.com/1',
    };
    const ticket = await aTicket({ customFields: right });
    expect(ticket.customFields).toEqual(right);
    const wrong = await patch(ticket.number, {
      customFields: {
        'order-number': 7,
        amount: '12',
        'delivered-on': '2026-02-30',
        product: 'Wheel',
        parts: ['Reed', 'Reed'],
        insured: 'no',
        invoice: 'javascript:alert(1)',
        nothing: 'x',
      },
    });
    expect(wrong.status).toBe(422);
    expect(problemsOf(wrong)).toEqual([
      ['customFields.order-number', 'Order must be a text of at most 1000 characters'],
      ['customFields.amount', 'Amount must be a number'],
      ['customFields.delivered-on', 'Delivered on must be a date such as 2026-11-23'],
      ['customFields.product', 'Product must be one of Loom, Yarn'],
      ['customFields.parts', 'Parts must be a list with each of Shaft, Reed at most once'],
      ['customFields.insured', 'Insured must be true or false'],
      ['customFields.invoice', 'Invoice must be a link that begins with https:// or http://'],
      ['customFields.nothing', 'there is no custom field "nothing"'],
    ]);
  });

  test('an update is a patch; its event holds what changed and nothing else', async () => {
    const ticket = await aTicket({ customFields: { product: 'Loom', amount: 3 } });
    const { body } = await patch(ticket.number, {
      customFields: { amount: null, product: 'Loom' },
    });
    expect(body.customFields).toEqual({ product: 'Loom' });
    const { body: events } = await api.call('GET', `/api/v1/tickets/${ticket.number}/events`);
    expect(events.items.at(-1)).toMatchObject({
      type: 'ticket.fields_changed',
      changes: { customFields: { from: { amount: 3 }, to: { amount: null } } },
    });
    const bulk = await api.call('POST', '/api/v1/tickets/bulk', {
      body: { numbers: [ticket.number], change: { customFields: { amount: 4 } } },
    });
    expect(bulk.body.results).toMatchObject([{ ok: true }]);
    const unchanged = await patch(ticket.number, { customFields: { amount: 4 } });
    expect(unchanged.body.version).toBe(bulk.body.results[0].version);
  });

  test('a required one is demanded of new tickets and cannot be emptied; an archived one is not offered', async () => {
    const field = await make('custom-fields', { title: 'Region', type: 'text', required: true });
    const without = await api.call('POST', '/api/v1/tickets', {
      body: { title: 'A', requester: { email: 'ana@customer.example' } },
    });
    expect(problemsOf(without)).toEqual([['customFields.region', 'Region is required']]);
    const ticket = await aTicket({ customFields: { region: 'North' } });
    const emptied = await patch(ticket.number, { customFields: { region: null } });
    expect(problemsOf(emptied)).toEqual([['customFields.region', 'Region is required']]);

    const one = `/api/v1/custom-fields/${field.id}`;
    const archived = await api.call('PATCH', one, { body: { archived: true } });
    expect(archived.body.archivedAt).toMatch(/^20/);
    const late = await patch(ticket.number, { customFields: { region: 'South' } });
    expect(problemsOf(late)[0][1]).toBe('Region is archived and can no longer be changed');
    const { body: kept } = await api.call('GET', `/api/v1/tickets/${ticket.number}`);
    expect(kept.customFields).toEqual({ region: 'North' });
    await aTicket();
    const restored = await api.call('PATCH', one, { body: { archived: false, required: false } });
    expect(restored.body.archivedAt).toBeNull();
  });

  test('can be named in a Flow’s templates; one that there is not is refused', async () => {
    const flow = (text: string) => ({
      language: 1,
      flow: 'tell-product',
      title: 'Tell the product',
      on: [{ event: 'ticket.fields_changed' }],
      steps: [{ id: 'note', use: 'core.add-note@1', with: { text } }],
    });
    const made = await api.call('POST', '/api/v1/flows', {
      body: flow('{{default ticket.fields.product "none"}}'),
    });
    expect([made.status, made.body.draftProblems]).toEqual([201, []]);
    expect((await api.call('POST', '/api/v1/flows/tell-product/publish')).status).toBe(200);
    const wrong = await api.call('PUT', '/api/v1/flows/tell-product/draft', {
      body: flow('{{ticket.fields.prodct}}'),
    });
    expect(wrong.body.draftProblems).toMatchObject([
      { message: expect.stringContaining('there is no variable "ticket.fields.prodct"') },
    ]);
    const { body: catalogue } = await api.call('GET', '/api/v1/catalogue');
    expect(catalogue.templates.variables.ticket.fields).toMatchObject({ product: 'value' });
  });

  test('stand in the order that they are moved to', async () => {
    const slugs = async (): Promise<string[]> => {
      const { body } = await api.call('GET', '/api/v1/custom-fields');
      return body.items.map((one: { slug: string }) => one.slug);
    };
    const before = await slugs();
    const { body } = await api.call('GET', '/api/v1/custom-fields');
    await api.call('PATCH', `/api/v1/custom-fields/${body.items[2].id}`, { body: { position: 1 } });
    expect(await slugs()).toEqual([before[2], before[0], before[1], ...before.slice(3)]);
  });
});

test.each([
  ['teams', { name: 'Asked twice' }],
  ['custom-fields', { title: 'Asked twice', type: 'text' }],
])('a request to add one of the %s that is repeated with its key adds one', async (path, body) => {
  const ask = () => api.call('POST', `/api/v1/${path}`, { body, key: `twice-${path}` });
  const [first, again] = [await ask(), await ask()];

  expect([again.status, again.body]).toEqual([201, first.body]);
  const { items } = (await api.call('GET', `/api/v1/${path}`)).body;
  const named = items.filter((one: { name?: string; title?: string }) =>
    [one.name, one.title].includes('Asked twice'),
  );
  expect(named).toHaveLength(1);
});

test('a slug is made of letters without their accents', async () => {
  expect((await make('custom-fields', { title: 'Ämter für Bücher', type: 'text' })).slug).toBe(
    'amter-fur-bucher',
  );
});
