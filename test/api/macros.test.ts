import { query } from '../../db/database';
import { anApi, type Answer, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

const add = (body: object, as = api.adminKey): Promise<Answer> =>
  api.call('POST', '/api/v1/macros', { body, as });
const problemsOf = ({ body }: Answer) =>
  body.problems.map((one: { path: string; message: string }) => [one.path, one.message]);

describe('macros', () => {
  test('placeholders, people and teams that there are not are refused when saving, each with its path', async () => {
    const stranger = '00000000-0000-4000-8000-000000000009';
    expect(problemsOf(await add({ name: 'A', text: 'Hi {{requester.nam}}' }))).toEqual([
      ['text', 'there is no variable "requester.nam". Did you mean "requester.name"?'],
    ]);
    expect(problemsOf(await add({ name: 'A', text: '{{run.id}}' }))[0][0]).toBe('text');
    expect(problemsOf(await add({ name: 'A', changes: { assignee: stranger } }))).toEqual([
      ['changes.assignee', 'there is no such agent'],
    ]);
    expect(problemsOf(await add({ name: 'A' }))[0][0]).toBe('text');
    expect(problemsOf(await add({ name: 'A', text: 'x', visibility: 'team' }))[0][0]).toBe(
      'teamId',
    );
    expect((await add({ name: 'A', text: 'x' }, api.readOnlyKey)).status).toBe(403);
  });

  test('are seen by their owner, their team or all, and changed by their owner or an admin', async () => {
    const { body: team } = await api.call('POST', '/api/v1/teams', { body: { name: 'Billing' } });
    const { body: mine } = await add({ name: 'Mine', text: 'x' }, api.agentKey);
    const { body: shared } = await add({ name: 'All', text: 'x', visibility: 'all' });
    await add({ name: 'Team', text: 'x', visibility: 'team', teamId: team.id });
    const seen = async (as: string): Promise<string[]> =>
      (await api.call('GET', '/api/v1/macros', { as })).body.items.map(
        ({ name }: { name: string }) => name,
      );
    expect(await seen(api.agentKey)).toEqual(['All', 'Mine']);
    expect(await seen(api.adminKey)).toEqual(['All', 'Team']);

    const outside = { name: 'B', text: 'x', visibility: 'team', teamId: team.id };
    expect(problemsOf(await add(outside, api.agentKey))).toEqual([
      ['teamId', 'you are not in this team'],
    ]);
    const remove = (id: string, as: string) =>
      api.call('DELETE', `/api/v1/macros/${id}`, { as }).then(({ status }) => status);
    expect(await remove(shared.id, api.agentKey)).toBe(403);
    expect(await remove(mine.id, api.adminKey)).toBe(404);
    expect(await remove(mine.id, api.agentKey)).toBe(204);
    const other = { name: 'Everybody’s', text: 'y', visibility: 'all' };
    const { body: changed } = await api.call('PUT', `/api/v1/macros/${shared.id}`, { body: other });
    expect([changed.name, changed.text]).toEqual(['Everybody’s', 'y']);
  });

  test('are written with a ticket’s values as plain text, never with a note, and say what has no value', async () => {
    const ticket = await api.aTicket({
      title: 'Broken <b>loom</b>',
      requester: { email: 'eve@customer.example', name: 'Eve <img src=x onerror=alert(1)>' },
    });
    const path = `/api/v1/tickets/${ticket.number}/messages`;
    await api.call('POST', path, { body: { kind: 'note', text: 'She is difficult.' } });
    const { body: macro } = await add({
      name: 'Ask',
      text: 'Hi {{requester.name}}: {{ticket.title}} {{ticket.description}}',
      changes: { status: 'waiting', assignee: null, addTags: ['asked'] },
    });
    const render = (id: string, number = ticket.number) =>
      api.call('POST', `/api/v1/macros/${id}/render`, { body: { ticket: number } });
    const { body: rendered } = await render(macro.id);
    expect(rendered.text).toContain('Eve <img src=x onerror=alert(1)>: Broken <b>loom</b>');
    expect(rendered.text).not.toContain('difficult');
    expect(rendered.changes).toEqual({ status: 'waiting', assigneeId: null, addTags: ['asked'] });
    expect((await render(macro.id, 99_999)).status).toBe(404);

    const { body: sent } = await api.call('POST', path, {
      body: { kind: 'reply', text: rendered.text },
    });
    const sql = 'SELECT html FROM deliveries WHERE message_id = $1';
    const [mail] = await query<{ html: string }>(api.db, sql, [sent.id]);
    expect(mail!.html).toContain('Eve &#60;img src=x');

    const { body: nobody } = await add({ name: 'Whose', text: '{{assignee.name}}' });
    const refused = await render(nobody.id);
    expect(problemsOf(refused)[0][1]).toContain('the variable "assignee.name" has no value');
    const { body: mine } = await add({ name: 'Mine', changes: { assignee: 'me' } });
    expect(problemsOf(await render(mine.id))[0][0]).toBe('changes.assignee');
  });

  test('their changes are made in the same step as the message, or neither is', async () => {
    const ticket = await api.aTicket({ tags: ['vip'] });
    const path = `/api/v1/tickets/${ticket.number}`;
    const send = (body: object) => api.call('POST', `${path}/messages`, { body });
    const changes = { status: 'waiting', priority: 'high', addTags: ['asked', 'vip'] };
    await send({ kind: 'reply', text: 'Which order?', changes });
    const { body: after } = await api.call('GET', path);
    expect([after.status, after.priority, after.tags]).toEqual([
      'waiting',
      'high',
      ['vip', 'asked'],
    ]);
    const { body: events } = await api.call('GET', `${path}/events`);
    const caused = events.items.map((one: { cause: { commandId: string } }) => one.cause.commandId);
    expect(new Set(caused.slice(-4)).size).toBe(1);

    const twice = await send({ kind: 'reply', text: 'x', setStatus: 'open', changes });
    expect(problemsOf(twice)[0][0]).toBe('changes.status');
    await api.call('PATCH', path, { body: { status: 'closed' } });
    const refused = await send({ kind: 'note', text: 'Late', changes: { priority: 'low' } });
    expect(refused.body.code).toBe('ticket-closed');
    expect((await api.call('GET', path)).body.priority).toBe('high');
  });
});
