import { randomUUID } from 'node:crypto';
import { anApi, type TestApi } from './an-api';

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
