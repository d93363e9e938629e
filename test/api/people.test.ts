import { randomUUID } from 'node:crypto';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const unknownId = '00000000-0000-4000-8000-000000000009';
const anAddress = (): string => `${randomUUID()}@people.example`;

async function aLead(fields: object = {}): Promise<{ id: string; email: string }> {
  const answer = await api.call('POST', '/api/v1/leads', {
    body: { email: anAddress(), ...fields },
  });
  return answer.body;
}

describe.each([
  ['accounts', () => ({ name: 'Acme' }), { name: 'Acme Ltd' }],
  ['contacts', () => ({ name: 'Carla', email: anAddress() }), { name: 'Carla C.' }],
  ['leads', () => ({ email: anAddress() }), { name: 'Leo' }],
  ['agents', () => ({ name: 'Ana', email: anAddress(), role: 'agent' }), { active: false }],
])('%s', (noun, make, change) => {
  const path = `/api/v1/${noun}`;

  test('are added, read, changed, found and removed', async () => {
    const made = await api.call('POST', path, { body: make() });
    expect(made.status).toBe(201);
    const one = `${path}/${made.body.id}`;
    expect((await api.call('GET', one)).body).toEqual(made.body);
    const changed = await api.call('PATCH', one, { body: change });
    expect(changed.body).toEqual({ ...made.body, ...change });
    const found = await api.call('GET', `${path}?q=${changed.body.email ?? changed.body.name}`);
    expect(found.body.items).toEqual([changed.body]);
    expect((await api.call('DELETE', one)).status).toBe(204);
    expect((await api.call('GET', one)).status).toBe(404);
    expect((await api.call('DELETE', one)).status).toBe(404);
    expect((await api.call('PATCH', one, { body: change })).status).toBe(404);
  });

  test('with an Idempotency-Key are added once', async () => {
    const [key, body] = [randomUUID(), make()];
    const answers = await Promise.all([1, 2, 3].map(() => api.call('POST', path, { body, key })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    for (const answer of answers) expect(answer.body).toEqual(answers[0]!.body);
    const other = await api.call('POST', path, { body: { ...body, name: 'Other' }, key });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  test('come in pages by name, each once', async () => {
    for (const name of ['page B', 'Page a', 'page C', 'Page c']) {
      await api.call('POST', path, { body: { ...make(), name } });
    }
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call(
        'GET',
        `${path}?q=page&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      names.push(...body.items.map((item: { name: string }) => item.name));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(names.slice(0, 2)).toEqual(['Page a', 'page B']);
    expect(names.slice(2).sort()).toEqual(['Page c', 'page C']);
  });

  test('bad input is refused by name', async () => {
    const unknown = await api.call('POST', path, { body: { ...make(), colour: 'red' } });
    expect(unknown).toMatchObject({ status: 422, body: { problems: [{ path: 'colour' }] } });
    const empty = await api.call('POST', path, { body: { ...make(), name: ' ' } });
    expect(empty).toMatchObject({ status: 422, body: { problems: [{ path: 'name' }] } });
    const made = await api.call('POST', path, { body: make() });
    const nothing = await api.call('PATCH', `${path}/${made.body.id}`, { body: {} });
    expect(nothing.status).toBe(422);
    expect((await api.call('GET', `${path}/nonsense`)).status).toBe(404);
  });
});

describe('addresses', () => {
  test.each(['contacts', 'agents', 'leads'])('two %s cannot share one', async (noun) => {
    const body = { name: 'One', email: anAddress() };
    await api.call('POST', `/api/v1/${noun}`, { body });
    const again = { ...body, email: body.email.toUpperCase() };
    const answer = await api.call('POST', `/api/v1/${noun}`, { body: again });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'already-exists', problems: [{ path: 'email' }] },
    });
  });

  test('a contact’s address makes no lead', async () => {
    const email = anAddress();
    await api.call('POST', '/api/v1/contacts', { body: { name: 'C', email } });
    const answer = await api.call('POST', '/api/v1/leads', { body: { email } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'already-exists' } });
  });
});

describe('what others refer to stays', () => {
  test('an account with contacts', async () => {
    const account = await api.call('POST', '/api/v1/accounts', { body: { name: 'Full' } });
    const body = { name: 'C', email: anAddress(), accountId: account.body.id };
    await api.call('POST', '/api/v1/contacts', { body });
    const answer = await api.call('DELETE', `/api/v1/accounts/${account.body.id}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'still-in-use' } });
    const { items } = (await api.call('GET', `/api/v1/contacts?account=${account.body.id}`)).body;
    expect(items).toMatchObject([{ email: body.email }]);
  });

  test('a requester and an assignee with tickets', async () => {
    const lead = await aLead();
    const agent = await api.call('POST', '/api/v1/agents', {
      body: { name: 'Busy', email: anAddress() },
    });
    await api.aTicket({ requester: { leadId: lead.id }, assigneeId: agent.body.id });
    for (const path of [`/api/v1/leads/${lead.id}`, `/api/v1/agents/${agent.body.id}`]) {
      expect(await api.call('DELETE', path)).toMatchObject({
        status: 409,
        body: { code: 'still-in-use' },
      });
    }
  });

  test('the last active admin', async () => {
    const path = `/api/v1/agents/${api.admin.id}`;
    for (const body of [{ role: 'agent' }, { active: false }]) {
      const answer = await api.call('PATCH', path, { body });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    }
    expect((await api.call('DELETE', path)).body.code).toBe('last-admin');
  });

  test('an account that does not exist is refused', async () => {
    const body = { name: 'C', email: anAddress(), accountId: unknownId };
    const answer = await api.call('POST', '/api/v1/contacts', { body });
    expect(answer).toMatchObject({ status: 422, body: { problems: [{ path: 'accountId' }] } });
  });
});

describe('converting a lead', () => {
  test('makes a contact with the lead’s tickets, closed ones too', async () => {
    const lead = await aLead({ name: 'Lena' });
    const open = await api.aTicket({ requester: { leadId: lead.id } });
    const closed = await api.aTicket({ requester: { leadId: lead.id } });
    await api.call('PATCH', `/api/v1/tickets/${closed.number}`, { body: { status: 'closed' } });
    const account = await api.call('POST', '/api/v1/accounts', { body: { name: 'Lena & Co' } });

    const path = `/api/v1/leads/${lead.id}/convert`;
    const contact = await api.call('POST', path, { body: { accountId: account.body.id } });

    expect(contact.body).toMatchObject({
      name: 'Lena',
      email: lead.email,
      account: { name: 'Lena & Co' },
    });
    for (const { number } of [open, closed]) {
      const { body } = await api.call('GET', `/api/v1/tickets/${number}`);
      expect(body.requester).toMatchObject({ type: 'contact', id: contact.body.id });
    }
    const all = `/api/v1/tickets?status=open,closed&requester=${contact.body.id}`;
    expect((await api.call('GET', all)).body.items).toHaveLength(2);
    const events = await api.call('GET', `/api/v1/tickets/${open.number}/events`);
    expect(events.body.items.at(-1)).toMatchObject({ type: 'ticket.requester_changed' });

    expect((await api.call('POST', path)).body).toEqual(contact.body);
    expect((await api.call('GET', `/api/v1/leads/${lead.id}`)).body.convertedTo).toBe(
      contact.body.id,
    );
    const next = await api.aTicket({ requester: { leadId: lead.id } });
    expect(next.requester).toMatchObject({ type: 'contact', id: contact.body.id });
  });

  test('joins the contact who has the address already', async () => {
    const lead = await aLead();
    const body = { name: 'Known', email: anAddress() };
    const contact = await api.call('POST', '/api/v1/contacts', { body });
    await api.call('PATCH', `/api/v1/contacts/${contact.body.id}`, { body: { email: lead.email } });
    const converted = await api.call('POST', `/api/v1/leads/${lead.id}/convert`, { body: {} });
    expect(converted.body.id).toBe(contact.body.id);
  });
});

test('a new name shows on tickets at once', async () => {
  const contact = await api.call('POST', '/api/v1/contacts', {
    body: { name: 'Before', email: anAddress() },
  });
  const { number } = await api.aTicket({ requester: { contactId: contact.body.id } });
  await api.call('PATCH', `/api/v1/contacts/${contact.body.id}`, { body: { name: 'After' } });
  const answer = await api.call('PATCH', `/api/v1/tickets/${number}`, { body: { title: 'New' } });
  expect(answer.body.requester.name).toBe('After');
});

describe('people in one list', () => {
  test('are found by name, address and company, with typing mistakes, page by page', async () => {
    const word = `zq${randomUUID().slice(0, 6)}`;
    const make = (noun: string, body: object): Promise<Answer> =>
      api.call('POST', `/api/v1/${noun}`, { body: { email: anAddress(), ...body } });
    const accountName = `Veridian Works ${word}`;
    const carla = await make('contacts', { name: `Carla ${word}`, accountName });
    const bert = await make('contacts', { name: `Bert ${word}`, accountName });
    const lead = await make('leads', { name: `Anton ${word}` });
    const ticket = await api.aTicket({ requester: { leadId: lead.body.id } });
    await api.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      body: { kind: 'reply', text: 'Hello' },
    });

    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call(
        'GET',
        `/api/v1/people?q=${word}&limit=1${cursor && `&cursor=${cursor}`}`,
      );
      names.push(...body.items.map((one: { name: string }) => one.name));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(names).toEqual([`Anton ${word}`, `Bert ${word}`, `Carla ${word}`]);

    const leads = await api.call('GET', `/api/v1/people?type=lead&q=${word}`);
    expect(leads.body.items).toEqual([
      {
        type: 'lead',
        id: lead.body.id,
        name: `Anton ${word}`,
        email: lead.body.email,
        account: null,
        openTickets: 1,
        lastContactAt: expect.stringMatching(/^20/),
      },
    ]);
    const { account } = carla.body;
    expect(bert.body.account).toEqual(account);
    const company = await api.call('GET', `/api/v1/people?account=${account.id}`);
    expect(company.body.items).toHaveLength(2);

    for (const typed of ['Veridiam Works', `veridian works ${word}`]) {
      const path = `/api/v1/people/suggestions?q=${encodeURIComponent(typed)}`;
      const { items } = (await api.call('GET', path)).body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual(
        expect.arrayContaining([bert.body.id, carla.body.id]),
      );
    }
  });

  test('an account’s tickets and figures are those of its contacts, converted leads included', async () => {
    const lead = await aLead({ name: 'Mara' });
    const closed = await api.aTicket({ requester: { leadId: lead.id } });
    await api.call('PATCH', `/api/v1/tickets/${closed.number}`, { body: { status: 'closed' } });
    const accountName = `Figures ${randomUUID()}`;
    const convert = `/api/v1/leads/${lead.id}/convert`;
    const contact = await api.call('POST', convert, { body: { accountName } });
    const { account } = contact.body;
    expect(account.name).toBe(accountName);
    const open = await api.aTicket({ requester: { contactId: contact.body.id } });

    const list = await api.call('GET', `/api/v1/tickets?account=${account.id}&status=open,closed`);
    expect(list.body.items.map(({ number }: { number: number }) => number)).toEqual([
      open.number,
      closed.number,
    ]);
    for (const whose of [`account=${account.id}`, `requester=${contact.body.id}`]) {
      const { body } = await api.call('GET', `/api/v1/people/ticket-counts?${whose}`);
      expect(body.counts).toMatchObject({ open: 1, waiting: 0, closed: 1 });
    }
    const q = encodeURIComponent(accountName);
    expect((await api.call('GET', `/api/v1/people/accounts?q=${q}`)).body.items).toEqual([
      { id: account.id, name: accountName, contacts: 1, openTickets: 1 },
    ]);
  });

  test('an account is named by its id or its name, and one name makes one account', async () => {
    const accountName = `Twice ${randomUUID()}`;
    const both = { name: 'C', email: anAddress(), accountId: unknownId, accountName };
    expect(await api.call('POST', '/api/v1/contacts', { body: both })).toMatchObject({
      status: 422,
      body: { problems: [{ path: 'accountName' }] },
    });
    const made = await Promise.all(
      [accountName, accountName.toUpperCase()].map((name) =>
        api.call('POST', '/api/v1/contacts', {
          body: { name: 'C', email: anAddress(), accountName: name },
        }),
      ),
    );
    expect(made[0]!.body.account.id).toBe(made[1]!.body.account.id);
    const moved = await api.call('PATCH', `/api/v1/contacts/${made[0]!.body.id}`, {
      body: { accountName: `Other ${accountName}` },
    });
    expect(moved.body.account.name).toBe(`Other ${accountName}`);
    const none = await api.call('PATCH', `/api/v1/contacts/${made[0]!.body.id}`, {
      body: { accountId: null },
    });
    expect(none.body.account).toBeNull();
  });
});

test('a lead with more tickets than are moved at a time is converted whole, and again changes nothing', async () => {
  const lead = await aLead();
  const many = 130;
  const numbers: number[] = [];
  for (let made = 0; made < many; made += 1) {
    numbers.push((await api.aTicket({ requester: { leadId: lead.id } })).number);
  }
  const path = `/api/v1/leads/${lead.id}/convert`;
  const contact = await api.call('POST', path, { body: { name: 'Big One' } });
  expect((await api.call('POST', path, { body: {} })).body).toEqual(contact.body);

  const { body } = await api.call(
    'GET',
    `/api/v1/people/ticket-counts?requester=${contact.body.id}`,
  );
  expect(body.counts.open).toBe(many);
  const events = await api.call('GET', `/api/v1/tickets/${numbers.at(-1)}/events`);
  const changes = events.body.items.filter(
    ({ type }: { type: string }) => type === 'ticket.requester_changed',
  );
  expect(changes).toMatchObject([
    { changes: { requester: { to: { type: 'contact', id: contact.body.id } } } },
  ]);
});
