import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { storeAttachment } from '../../db/attachment-store';
import { anApi, type TestApi } from './an-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => (api = await anApi()));
afterAll(() => api.stop());

async function aThread(fields: object = {}): Promise<string> {
  const requester = { email: 'cleo@customer.example', name: 'Cleo' };
  const { number } = await api.aTicket({ requester, ...fields });
  return `/api/v1/tickets/${number}/messages`;
}

test('a reply is kept with the mail that carries it, and can set the status in one step', async () => {
  const path = await aThread();
  const answer = await api.call('POST', path, {
    as: await api.signIn(),
    body: {
      kind: 'reply',
      text: 'Try again.',
      cc: ['boss@customer.example'],
      setStatus: 'waiting',
    },
  });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    kind: 'reply',
    direction: 'out',
    author: { type: 'agent', id: api.admin.id, name: 'Admin', email: api.admin.email },
    text: 'Try again.',
    html: null,
    attachments: [],
    delivery: {
      state: 'queued',
      to: ['cleo@customer.example'],
      cc: ['boss@customer.example'],
      messageId: expect.stringMatching(/^<.+@desk\.example>$/),
    },
  });
  expect((await api.call('GET', path)).body.items).toEqual([answer.body]);
  const ticket = await api.call('GET', path.replace('/messages', ''));
  expect(ticket.body).toMatchObject({ status: 'waiting', version: 3 });
  expect(answer.headers.get('etag')).toBe('"3"');
});

test('a note stays inside: no mail is queued', async () => {
  const path = await aThread();
  const answer = await api.call('POST', path, { body: { kind: 'note', text: 'Careful.' } });
  expect(answer.body).toMatchObject({ kind: 'note', direction: 'internal', text: 'Careful.' });
  expect(answer.body).not.toHaveProperty('delivery');
  const queued = await query(api.db, 'SELECT id FROM deliveries WHERE message_id = $1', [
    answer.body.id,
  ]);
  expect(queued).toEqual([]);
});

test('HTML is made harmless and gives the text when there is none', async () => {
  const path = await aThread();
  const html = '<p>Hello <b>you</b></p><script>alert(1)</script><b onclick="alert(1)"></b>';
  const answer = await api.call('POST', path, { body: { kind: 'reply', html } });
  expect(answer.body.text).toBe('Hello you');
  expect(answer.body.html).not.toMatch(/script|onclick/);
});

test('a repeated reply is one reply and one mail, with the same answer whatever became of it', async () => {
  const path = await aThread();
  const key = randomUUID();
  const body = { kind: 'reply', text: 'Once.' };
  const answers = await Promise.all([1, 2, 3].map(() => api.call('POST', path, { body, key })));
  await query(api.db, `UPDATE deliveries SET state = 'sent' WHERE message_id = $1 RETURNING id`, [
    answers[0]!.body.id,
  ]);
  const later = await api.call('POST', path, { body, key });
  for (const answer of [...answers, later]) expect(answer.body).toEqual(answers[0]!.body);
  expect((await api.call('GET', path)).body.items).toMatchObject([
    { text: 'Once.', delivery: { state: 'sent' } },
  ]);
  const other = await api.call('POST', path, { body: { ...body, text: 'Twice.' }, key });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
});

test('uploaded files become part of one message', async () => {
  const path = await aThread();
  const id = randomUUID();
  const content = Buffer.from('a file');
  await storeAttachment(api.db, { id, name: 'a.txt', contentType: 'text/plain', content });
  const body = { kind: 'note', text: 'See file.', attachmentIds: [id] };
  const answer = await api.call('POST', path, { body });
  expect(answer.body.attachments).toEqual([
    { id, name: 'a.txt', size: 6, contentType: 'text/plain', inline: false },
  ]);
  const again = await api.call('POST', path, { body });
  expect(again).toMatchObject({ status: 422, body: { problems: [{ path: 'attachmentIds.0' }] } });
});

test('a closed ticket takes no reply unless it is opened', async () => {
  const path = await aThread();
  await api.call('PATCH', path.replace('/messages', ''), { body: { status: 'closed' } });
  const refused = await api.call('POST', path, { body: { kind: 'reply', text: 'Late.' } });
  expect(refused).toMatchObject({ status: 409, body: { code: 'ticket-closed' } });
  const body = { kind: 'reply', text: 'Late.', setStatus: 'open' };
  expect((await api.call('POST', path, { body })).status).toBe(201);
});

test.each([
  ['nothing written', { kind: 'note' }, 'text'],
  ['blanks only', { kind: 'reply', text: '  \n ' }, 'text'],
  ['another kind', { kind: 'email', text: 'x' }, 'kind'],
  ['a note with copies', { kind: 'note', text: 'x', cc: ['a@b.example'] }, 'cc'],
  ['a note that sets the status', { kind: 'note', text: 'x', setStatus: 'open' }, 'setStatus'],
  ['a wrong address', { kind: 'reply', text: 'x', cc: ['nobody'] }, 'cc.0'],
  [
    'a header in an address',
    { kind: 'reply', text: 'x', cc: ['a@b.example\nBcc: c@d.example'] },
    'cc.0',
  ],
  [
    'an unknown file',
    { kind: 'reply', text: 'x', attachmentIds: [randomUUID()] },
    'attachmentIds.0',
  ],
  ['an unknown field', { kind: 'reply', text: 'x', colour: 'red' }, 'colour'],
])('%s is refused with its path', async (_what, body, path) => {
  const answer = await api.call('POST', await aThread(), { body });
  expect(answer.status).toBe(422);
  expect(answer.body.problems.map((one: { path: string }) => one.path)).toEqual([path]);
});

test('without a mailbox the refusal says what to do', async () => {
  const path = await aThread();
  await query(api.db, 'DELETE FROM mailboxes RETURNING id');
  const answer = await api.call('POST', path, { body: { kind: 'reply', text: 'x' } });
  expect(answer).toMatchObject({ status: 409, body: { code: 'no-mailbox' } });
});
