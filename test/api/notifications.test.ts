import { planNotifications } from '../../automation/plan-notifications';
import { inTransaction, query } from '../../db/database';
import { pruneNotifications } from '../../db/notification-store';
import { eventsAfter } from '../../db/ticket-store';
import { submitCommand } from '../../tickets/submit-command';
import { receiveReply } from './receive-reply';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

interface Person {
  id: string;
  cookie: string;
}

const password = 'a good long password';

async function anAgent(name: string): Promise<Person> {
  const email = `${name.toLowerCase()}@desk.example`;
  const body = { name, email, role: 'agent', password };
  const { body: agent } = await api.call('POST', '/api/v1/agents', { body });
  return { id: agent.id, cookie: await api.signIn(email, password) };
}

const planned = new Map<number, number>();
const plan = planNotifications({ publicUrl: 'https://desk.example' });

/** What the relay does with a ticket's new events, or with all of them again. */
async function relay(number: number, from = planned.get(number) ?? 0): Promise<void> {
  const events = await eventsAfter(api.db, number, from);
  await inTransaction(api.db, (transaction) => plan(api.db, events, transaction));
  planned.set(number, events.at(-1)?.seq ?? from);
}

async function told(who: Person, unread = true): Promise<string[]> {
  const path = `/api/v1/notifications${unread ? '?unread=true' : ''}`;
  const { body } = await api.call('GET', path, { as: who.cookie });
  return body.items.map((one: { kind: string; ticket: { number: number } }) => one.kind);
}

async function mails(number: number): Promise<{ to: string; subject: string; text: string }[]> {
  return query(
    api.db,
    `SELECT recipients_to[1] AS to, subject, text FROM deliveries
     WHERE ticket = $1 AND kind = 'notification' ORDER BY created_at, id`,
    [number],
  );
}

const readAll = (who: Person) => api.call('POST', '/api/v1/notifications/read', { as: who.cookie });

test('who is assigned a ticket is told once, in the product and by mail, also when it is planned again', async () => {
  const [ana, ben] = [await anAgent('Ana'), await anAgent('Ben')];
  const { number } = await api.aTicket({ assigneeId: ana.id });
  await relay(number);
  await relay(number, 0);

  expect(await told(ana)).toEqual(['assigned']);
  expect(await told(ben)).toEqual([]);
  const sent = await mails(number);
  expect(sent.map(({ to }) => to)).toEqual(['ana@desk.example']);
  expect(sent[0]?.text).toContain(`https://desk.example/tickets/${number}`);
});

test('nobody is told of their own doing', async () => {
  const carla = await anAgent('Carla');
  const { number } = await api.aTicket();
  const path = `/api/v1/tickets/${number}`;
  await api.call('PATCH', path, { as: carla.cookie, body: { assigneeId: carla.id } });
  await relay(number);

  expect(await told(carla)).toEqual([]);
  expect(await mails(number)).toEqual([]);
});

test('the assignee hears of a customer’s reply, not of a machine’s answer', async () => {
  const dora = await anAgent('Dora');
  const { number } = await api.aTicket({ assigneeId: dora.id });
  await relay(number);
  await readAll(dora);
  await receiveReply(api.db, number, { automatic: true });
  await relay(number);
  expect(await told(dora)).toEqual([]);

  await receiveReply(api.db, number, { automatic: false });
  await relay(number);
  expect(await told(dora)).toEqual(['customer-replied']);
});

test('whoever wrote a reply that does not arrive hears of it, and so does the assignee, by mail too', async () => {
  const [quin, uma] = [await anAgent('Quin'), await anAgent('Uma')];
  const { number } = await api.aTicket({ assigneeId: quin.id });
  await relay(number);
  await readAll(quin);
  const body = { kind: 'reply', text: 'Please restart it.' };
  const reply = await api.call('POST', `/api/v1/tickets/${number}/messages`, {
    as: uma.cookie,
    body,
  });
  const change = {
    type: 'record-delivery',
    messageId: reply.body.id,
    state: 'failed',
    reason: 'The mail came back: no such user',
  } as const;
  const actor = { type: 'system', id: 'mail', name: 'Mail' } as const;
  await submitCommand(api.db, { id: `bounce/${number}`, ticket: number, change, actor });
  await relay(number);

  expect([await told(quin), await told(uma)]).toEqual([['reply-failed'], ['reply-failed']]);
  const failed = (await mails(number)).filter(({ subject }) => subject.includes('did not arrive'));
  expect(failed.map(({ to }) => to).sort()).toEqual(['quin@desk.example', 'uma@desk.example']);
});

test('whoever snoozed a ticket and its assignee hear that it is back, not when an agent fetches it', async () => {
  const [yan, zoe] = [await anAgent('Yan'), await anAgent('Zoe')];
  const { number } = await api.aTicket({ assigneeId: yan.id });
  const path = `/api/v1/tickets/${number}/snooze`;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const snoozed = await api.call('PUT', path, { as: zoe.cookie, body: { until } });
  expect(snoozed.status).toBe(200);
  await relay(number);
  await readAll(yan);

  const wake = { type: 'wake', until: snoozed.body.snoozedUntil } as const;
  const actor = { type: 'system', id: 'workflow', name: 'Ticketloom' } as const;
  await submitCommand(api.db, { id: `wake/${number}`, ticket: number, change: wake, actor });
  await relay(number);
  expect([await told(yan), await told(zoe)]).toEqual([['snooze-over'], ['snooze-over']]);
  await Promise.all([yan, zoe].map(readAll));

  await api.call('PUT', path, { as: zoe.cookie, body: { until } });
  await api.call('DELETE', path, { as: yan.cookie });
  await relay(number);
  expect([await told(yan), await told(zoe)]).toEqual([[], []]);
});

test('a team’s members hear of a ticket that is given to their team; who is assigned it as well, only of that', async () => {
  const [emil, fay] = [await anAgent('Emil'), await anAgent('Fay')];
  const team = { name: 'Looms', memberIds: [emil.id, fay.id] };
  const { body } = await api.call('POST', '/api/v1/teams', { body: team });
  const { number } = await api.aTicket();
  const change = { teamId: body.id, assigneeId: fay.id };
  await api.call('PATCH', `/api/v1/tickets/${number}`, { body: change });
  await relay(number);

  expect(await told(emil)).toEqual(['team-assigned']);
  expect(await told(fay)).toEqual(['assigned']);
});

test('each hears by the ways that they wish; what is not said stays as usual', async () => {
  const gus = await anAgent('Gus');
  const settings = '/api/v1/me/notification-settings';
  const before = await api.call('GET', settings, { as: gus.cookie });
  expect(before.body).toMatchObject({
    assigned: { mail: true, inApp: true },
    mentioned: { mail: true, inApp: true },
    watched: { mail: false, inApp: true },
  });

  const body = {
    assigned: { mail: false, inApp: false },
    'customer-replied': { mail: true, inApp: false },
  };
  const after = await api.call('PUT', settings, { as: gus.cookie, body });
  expect(after.body).toEqual({ ...before.body, ...body });
  const { number } = await api.aTicket({ assigneeId: gus.id });
  await receiveReply(api.db, number, { automatic: false });
  await relay(number);

  expect(await told(gus)).toEqual([]);
  expect((await mails(number)).map(({ subject }) => subject)).toEqual([
    expect.stringContaining(`replied on ticket ${number}`),
  ]);
  const wrong = { body: { nonsense: { mail: true, inApp: true } }, as: gus.cookie };
  expect((await api.call('PUT', settings, wrong)).status).toBe(422);
});

test('an agent who is not active any more hears of nothing', async () => {
  const hana = await anAgent('Hana');
  const { number } = await api.aTicket({ assigneeId: hana.id });
  await api.call('PATCH', `/api/v1/agents/${hana.id}`, { body: { active: false } });
  await relay(number);

  const rows = await query(api.db, 'SELECT 1 FROM notifications WHERE agent_id = $1', [hana.id]);
  expect(rows).toEqual([]);
  expect(await mails(number)).toEqual([]);
});

test('a notification is there for its own agent only, and is read one by one, by ticket, or all at once', async () => {
  const [ida, jon] = [await anAgent('Ida'), await anAgent('Jon')];
  const tickets = [];
  for (const _ of [1, 2, 3, 4]) tickets.push(await api.aTicket({ assigneeId: ida.id }));
  for (const { number } of tickets) await relay(number);
  const path = '/api/v1/notifications';
  const first = (await api.call('GET', `${path}?limit=3`, { as: ida.cookie })).body;
  expect(first.unread).toBe(4);
  expect(first.items[0]).toMatchObject({
    kind: 'assigned',
    ticket: { number: tickets[3].number, title: 'The printer is on fire' },
    actor: { name: 'Test admin' },
    read: false,
  });
  const rest = await api.call('GET', `${path}?limit=3&cursor=${first.nextCursor}`, {
    as: ida.cookie,
  });
  expect(rest.body.items.map((one: { ticket: { number: number } }) => one.ticket.number)).toEqual([
    tickets[0].number,
  ]);

  const one = `${path}/${first.items[0].id}/read`;
  expect((await api.call('POST', one, { as: jon.cookie })).status).toBe(404);
  const key = await api.call('GET', path);
  expect([key.status, key.body.detail]).toEqual([422, expect.stringContaining('API key')]);
  const unread = async () => (await api.call('GET', path, { as: ida.cookie })).body.unread;
  expect((await api.call('POST', one, { as: ida.cookie })).status).toBe(204);
  expect((await api.call('POST', one, { as: ida.cookie })).status).toBe(204);
  expect(await unread()).toBe(3);
  const aboutOne = `${path}/read?ticket=${tickets[0].number}`;
  await api.call('POST', aboutOne, { as: ida.cookie });
  expect(await unread()).toBe(2);
  await readAll(jon);
  expect(await unread()).toBe(2);
  await readAll(ida);
  expect(await unread()).toBe(0);
  expect(await told(ida, false)).toHaveLength(4);
});

test('what is older than 90 days is forgotten', async () => {
  const kim = await anAgent('Kim');
  for (const _ of [1, 2]) await relay((await api.aTicket({ assigneeId: kim.id })).number);
  await query(
    api.db,
    `UPDATE notifications SET at = now() - interval '91 days' WHERE id =
       (SELECT id FROM notifications WHERE agent_id = $1 LIMIT 1)`,
    [kim.id],
  );
  await inTransaction(api.db, async (transaction) => {
    const held = `SELECT 1 FROM notifications WHERE agent_id = $1 FOR UPDATE`;
    await query(api.db, held, [kim.id], transaction);
    // Waits for nobody; the next time is soon.
    expect(await pruneNotifications(api.db)).toBe(0);
  });
  expect(await pruneNotifications(api.db)).toBe(1);
  expect(await told(kim)).toEqual(['assigned']);
});

test('a watcher hears of others’ messages and statuses, once for each deed; who stops watching does not', async () => {
  const [lea, max] = [await anAgent('Lea'), await anAgent('Max')];
  const { number } = await api.aTicket();
  const ticket = `/api/v1/tickets/${number}`;
  await api.call('PUT', `${ticket}/watchers/me`, { as: lea.cookie });
  const body = (await api.call('PUT', `${ticket}/watchers/${max.id}`, { as: lea.cookie })).body;
  expect(body.items.map((one: { name: string }) => one.name)).toEqual(['Lea', 'Max']);

  const reply = { kind: 'reply', text: 'We look into it.', setStatus: 'waiting' };
  await api.call('POST', `${ticket}/messages`, { as: lea.cookie, body: reply });
  await relay(number);
  expect(await told(lea)).toEqual([]);
  expect(await told(max)).toEqual(['watched']);

  await api.call('DELETE', `${ticket}/watchers/me`, { as: max.cookie });
  await api.call('PATCH', ticket, { body: { status: 'resolved' } });
  await relay(number);
  expect(await told(lea)).toEqual(['watched']);
  expect(await told(max)).toEqual(['watched']);
  expect(await mails(number)).toEqual([]);
});

test('whoever reads may watch, and only who works the desk makes others watch; the list shows what one watches', async () => {
  const { body: reader } = await api.call('POST', '/api/v1/agents', {
    body: { name: 'Nils', email: 'nils@desk.example', role: 'read-only', password },
  });
  const nils = { id: reader.id, cookie: await api.signIn('nils@desk.example', password) };
  const { number } = await api.aTicket();
  const watchers = `/api/v1/tickets/${number}/watchers`;
  const put = (who: string) => api.call('PUT', `${watchers}/${who}`, { as: nils.cookie });
  expect((await put('me')).status).toBe(200);
  expect((await put(api.admin.id)).status).toBe(403);
  expect((await put('00000000-0000-4000-8000-000000000009')).status).toBe(403);
  const nobody = `${watchers}/00000000-0000-4000-8000-000000000009`;
  expect((await api.call('PUT', nobody)).status).toBe(404);
  expect((await api.call('PUT', '/api/v1/tickets/999999/watchers/me')).status).toBe(404);

  const numbers = async (query: string) =>
    (await api.call('GET', `/api/v1/tickets?${query}`, { as: nils.cookie })).body.items.map(
      (one: { number: number }) => one.number,
    );
  expect(await numbers('watcher=me')).toEqual([number]);
  expect(await numbers(`watcher=${api.admin.id}`)).toEqual([]);
  const page = await api.call('GET', `/api/v1/tickets/${number}?include=watchers`);
  expect(page.body.watchers).toEqual([{ id: nils.id, name: 'Nils' }]);
});

test('who watches a ticket that is merged into another watches that one', async () => {
  const tess = await anAgent('Tess');
  const requester = { email: 'cleo@merge.example' };
  const [source, target] = [await api.aTicket({ requester }), await api.aTicket({ requester })];
  const watchers = (number: number) => `/api/v1/tickets/${number}/watchers`;
  await api.call('PUT', `${watchers(source.number)}/me`, { as: tess.cookie });
  const into = { body: { into: target.number } };
  await api.call('POST', `/api/v1/tickets/${source.number}/merge`, into);
  expect((await api.call('GET', watchers(target.number))).body.items).toEqual([
    { id: tess.id, name: 'Tess' },
  ]);
});

describe('a mention in a note', () => {
  const post = (number: number, body: object, as?: string) =>
    api.call('POST', `/api/v1/tickets/${number}/messages`, { body, ...(as ? { as } : {}) });

  test('tells the agents and the team’s members, once, with the note in the mail; who is named watches from then on', async () => {
    const [olga, paul, rita] = [
      await anAgent('Olga'),
      await anAgent('Paul'),
      await anAgent('Rita'),
    ];
    const team = { name: 'Weavers', memberIds: [paul.id, rita.id] };
    const { body } = await api.call('POST', '/api/v1/teams', { body: team });
    const { number } = await api.aTicket();
    const note = {
      kind: 'note',
      text: '@Olga @Paul and @Weavers: the thread tears.',
      mentions: [{ agentId: olga.id }, { agentId: paul.id }, { teamId: body.id }],
    };
    const answer = await post(number, note, rita.cookie);
    expect(answer.body.mentions).toEqual([
      { type: 'agent', id: olga.id, name: 'Olga' },
      { type: 'agent', id: paul.id, name: 'Paul' },
      { type: 'team', id: body.id, name: 'Weavers' },
    ]);
    await relay(number);

    expect(await told(olga)).toEqual(['mentioned']);
    expect(await told(paul)).toEqual(['mentioned']);
    expect(await told(rita)).toEqual([]);
    const sent = await mails(number);
    expect(sent.map(({ to }) => to).sort()).toEqual(['olga@desk.example', 'paul@desk.example']);
    expect(sent[0]?.text).toContain('> @Olga @Paul and @Weavers: the thread tears.');
    expect(sent[0]?.text).toContain(`/tickets/${number}#message-${answer.body.id}`);
    const watchers = (await api.call('GET', `/api/v1/tickets/${number}/watchers`)).body.items;
    expect(watchers.map((one: { name: string }) => one.name)).toEqual(['Olga', 'Paul']);
    const thread = (await api.call('GET', `/api/v1/tickets/${number}/messages`)).body.items;
    expect(thread.at(-1).mentions).toEqual(answer.body.mentions);
  });

  test('is refused in a reply, and of nobody who is there', async () => {
    const gone = await anAgent('Sven');
    await api.call('PATCH', `/api/v1/agents/${gone.id}`, { body: { active: false } });
    const { number } = await api.aTicket();
    const inReply = { kind: 'reply', text: '@Admin', mentions: [{ agentId: api.admin.id }] };
    const refused = await post(number, inReply);
    expect([refused.status, refused.body.problems]).toEqual([
      422,
      [{ path: 'mentions', message: expect.stringContaining('mention people in a note') }],
    ]);

    const nobody = '00000000-0000-4000-8000-000000000009';
    const mentions = [{ agentId: gone.id }, { agentId: api.admin.id }, { teamId: nobody }];
    const wrong = await post(number, { kind: 'note', text: 'Look', mentions });
    expect(wrong.body.problems).toEqual([
      { path: 'mentions.0', message: 'there is no such active agent' },
      { path: 'mentions.2', message: 'there is no such team' },
    ]);
    expect((await api.call('GET', `/api/v1/tickets/${number}/watchers`)).body.items).toEqual([]);
  });
});
