import pino from 'pino';
import { query } from '../../db/database';
import { mailTemplateKeys, mailTemplates } from '../../domain/mail/templates';
import { anApi, type TestApi } from './an-api';

let api: TestApi;
const warnings: string[] = [];
beforeAll(async () => {
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  api = await anApi({ log });
}, 60_000);
afterAll(() => api.stop());

const path = '/api/v1/mail-templates';
const put = (key: string, body: object, as = api.adminKey) =>
  api.call('PUT', `${path}/${key}`, { body, as });
const preview = (key: string, body: object) => api.call('POST', `${path}/${key}/preview`, { body });

interface Sent {
  subject: string;
  text: string;
  html: string;
}

async function replyTo(
  number: number,
  fields: object = { text: 'Pull the <plug>.' },
): Promise<Sent> {
  const { status, body } = await api.call('POST', `/api/v1/tickets/${number}/messages`, {
    body: { kind: 'reply', ...fields },
  });
  expect(status).toBe(201);
  const sql = 'SELECT subject, text, html FROM deliveries WHERE message_id = $1';
  const [sent] = await query<Sent>(api.db, sql, [body.id]);
  return sent!;
}

describe('mail templates', () => {
  test('are all listed with their standard words, changed, shown as changed, and set back', async () => {
    const { body: list } = await api.call('GET', path);
    expect(list.items.map(({ key }: { key: string }) => key)).toEqual(mailTemplateKeys);

    const words = { subject: 'Yours: {{ticket.title}}', body: 'Hi {{agent.name}}\n\n{{link}}' };
    const changed = await put('assigned', words);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...words, isChanged: true, updatedBy: 'Test admin' },
    });
    expect((await api.call('GET', `${path}/assigned`)).body).toEqual(changed.body);
    expect(changed.body.standard.subject).toBe(mailTemplates.assigned.subject);

    expect((await api.call('DELETE', `${path}/assigned`)).status).toBe(204);
    expect((await api.call('GET', `${path}/assigned`)).body).toMatchObject({
      subject: mailTemplates.assigned.subject,
      isChanged: false,
      updatedBy: null,
    });
  });

  test('are for admins', async () => {
    for (const as of [api.agentKey, api.readOnlyKey]) {
      expect((await put('reply', { subject: null, body: '{{reply}}' }, as)).status).toBe(403);
      expect((await api.call('GET', path, { as })).status).toBe(403);
    }
  });

  test('are refused with all that is wrong, and where; a reply is never without the agent’s words', async () => {
    const { status, body } = await put('assigned', { subject: '{{bye}}', body: 'a\n{{#if by}}' });
    expect(status).toBe(422);
    expect(body.problems).toEqual([
      { path: 'subject', message: 'there is no variable "bye". Did you mean "by"?' },
      { path: 'body', message: expect.stringContaining('line 2') },
    ]);
    const without = await put('reply', { subject: null, body: 'We closed your ticket.' });
    expect(without.body.problems[0]).toMatchObject({
      path: 'body',
      message: expect.stringContaining('{{reply}} must stand in it'),
    });
    expect((await put('survey-of-nobody', { subject: 'x', body: 'x' })).status).toBe(404);
  });

  test('are shown before they are saved, with examples or a ticket', async () => {
    const { number } = await api.aTicket({
      title: 'Fire & <smoke>',
      requester: { email: 'kim@customer.example', name: 'Kim <b>Lee</b>' },
    });
    const body =
      'Dear {{default requester.name "customer"}},\n\n{{reply}}\n\nhttps://desk.example/help';
    const words = { subject: null, body };

    const example = await preview('reply', words);
    expect(example.body.subject).toMatch(/^Re: The printer is on fire \[#1042-/);
    expect(example.body.text).toContain('Dear Kim Lee,\n\nThank you for waiting.');
    const ofTicket = await preview('reply', { ...words, ticket: number });
    expect(ofTicket.body.subject).toContain(`Re: Fire & <smoke> [#${number}-`);
    expect(ofTicket.body.html).toContain('Dear Kim &#60;b&#62;Lee&#60;/b&#62;,<br>');
    expect(ofTicket.body.html).toContain('<a href="https://desk.example/help">');

    expect((await preview('reply', { ...words, ticket: 999_999 })).body.problems).toEqual([
      { path: 'ticket', message: 'there is no ticket 999999' },
    ]);
    expect((await preview('reply', { subject: null, body: 'x' })).status).toBe(422);
    expect((await api.call('GET', `${path}/reply`)).body.isChanged).toBe(false);
  });

  test('stand around the agent’s own HTML, and a customer’s name is nothing but words in it', async () => {
    const { number } = await api.aTicket({
      requester: { email: 'mallory@customer.example', name: '<img src=x> {{reply}}' },
    });
    await put('reply', {
      subject: null,
      body: 'Dear {{default requester.name "customer"}},\n\n{{reply}}\n\n— {{agent.name}}',
    });
    const { text, html } = await replyTo(number, { html: '<p>Pull the <b>plug</b></p>' });

    expect(text).toMatch(/^Dear <img src=x> \{\{reply\}\},\n\nPull the plug\n\n— Test admin$/);
    expect(html).toContain(
      'Dear &#60;img src=x&#62; {{reply}},<br>\n<br>\n<p>Pull the <b>plug</b></p>',
    );

    // The thread keeps what the agent wrote.
    const { body: thread } = await api.call('GET', `/api/v1/tickets/${number}/messages`);
    expect(thread.items.at(-1).text).toBe('Pull the plug');
  });

  test('that fail when they are used cost no mail: it has the standard words, and the log says so', async () => {
    await query(api.db, `UPDATE mail_templates SET body = '{{gone}}{{reply}}' WHERE key = 'reply'`);
    const { number } = await api.aTicket();
    const { text } = await replyTo(number);

    expect(text.startsWith('Pull the <plug>.\n\nSee your request and answer online: http')).toBe(
      true,
    );
    expect(warnings.map((line) => JSON.parse(line))).toMatchObject([
      {
        template: 'reply',
        problem: expect.stringContaining('gone'),
        msg: 'a mail template cannot be used, the standard words were sent',
      },
    ]);
  });

  test('write the mails of accounts too', async () => {
    await put('invitation', { subject: 'Welcome, {{agent.name}}', body: '{{by}} waits: {{link}}' });
    const body = { name: 'Eve', email: 'eve@desk.example', role: 'agent', invite: true };
    expect((await api.call('POST', '/api/v1/agents', { body })).status).toBe(201);
    const sql = `SELECT subject, text FROM deliveries WHERE 'eve@desk.example' = ANY(recipients_to)`;
    const [sent] = await query<Sent>(api.db, sql);
    expect(sent!.subject).toBe('Welcome, Eve');
    expect(sent!.text).toMatch(/^Test admin waits: http.*\/invite\/\S+$/);
  });
});
