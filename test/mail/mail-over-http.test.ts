import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { listCaughtMails } from '../../db/caught-mail-store';
import { findDelivery } from '../../db/delivery-store';
import { openMailIntake, type MailIntake } from '../../mail/mail-intake';
import { startLocalCatcher } from '../../mail/local-catcher';
import { queueMail } from '../../mail/queue-mail';
import { startSmtpIntake, type SmtpServerHandle } from '../../mail/smtp-intake';
import { anApi, type TestApi } from '../api/an-api';
import { anEmptyDatabase } from '../support/stack';
import { noChecks, silent } from './mail-desk';

const host = '127.0.0.1';
let api: TestApi;
let intake: MailIntake;
let smtp: SmtpServerHandle;
let catcher: Awaited<ReturnType<typeof startLocalCatcher>>;

beforeAll(async () => {
  const desk = await anEmptyDatabase();
  const { db } = desk;
  intake = openMailIntake({ db, log: silent, checks: noChecks });
  smtp = await startSmtpIntake({ db, intake, host, port: 0, log: silent });
  catcher = await startLocalCatcher({ db, log: silent });
  const mail = {
    accepting: () => true,
    catcher: true,
    isCaught: true,
    smtpUrl: undefined,
    intake: () => intake,
    smtp: () => ({ host, port: smtp.port }),
  };
  api = await anApi({ mail }, desk);
});
afterAll(async () => {
  await smtp.stop();
  await intake.stop();
  await catcher.stop();
  await api.stop();
});

const rfc822 = { 'Content-Type': 'message/rfc822' };

async function handIn(raw: string) {
  const response = await fetch(`${api.url}/api/v1/inbound-mail`, {
    method: 'POST',
    headers: { ...rfc822, Authorization: `Bearer ${api.adminKey}` },
    body: raw,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const aRawMail = (headers: string[] = [], text = 'It burns.') =>
  [
    'From: Kim Lee <kim@customer.example>',
    'To: support@desk.example',
    `Message-ID: <${randomUUID()}@customer.example>`,
    'Subject: Printer',
    ...headers,
    '',
    text,
    '',
  ].join('\r\n');

/** A mail as we would send it, in the local catcher. */
async function aCaughtMail(ticket: Record<string, unknown>) {
  const messageId = `<${randomUUID()}@desk.example>`;
  const transport = createTransport(catcher.url);
  await transport.sendMail({
    from: 'Ana at Support <support@desk.example>',
    to: (ticket.requester as { email: string }).email,
    subject: 'Re: The printer is on fire',
    text: 'Try again.',
    messageId,
  });
  transport.close();
  const caught = await listCaughtMails(api.db, { limit: 10 });
  return caught.find((mail) => mail.messageId === messageId)!;
}

test('a raw mail handed in becomes a ticket, and the list says so', async () => {
  const { status, body } = await handIn(aRawMail());

  expect([status, body.outcome]).toEqual([202, 'new']);
  const ticket = await api.call('GET', `/api/v1/tickets/${body.ticketNumber as number}`);
  expect(ticket.body).toMatchObject({ title: 'Printer', source: 'mail' });
  const mail = await api.call('GET', `/api/v1/inbound-mail/${body.id as string}`);
  expect(mail.body).toMatchObject({
    outcome: 'new',
    via: 'http',
    subject: 'Printer',
    from: { name: 'Kim Lee', address: 'kim@customer.example' },
  });
  const list = await api.call('GET', '/api/v1/inbound-mail?outcome=new,appended&limit=1');
  expect(list.body.items).toHaveLength(1);
});

test('the list of mails is paged without a gap', async () => {
  for (let at = 0; at < 4; at += 1) await handIn(aRawMail());
  const all = (await api.call('GET', '/api/v1/inbound-mail')).body.items as { id: string }[];

  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await api.call(
      'GET',
      `/api/v1/inbound-mail?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    ids.push(...(page.body.items as { id: string }[]).map(({ id }) => id));
    cursor = page.body.nextCursor as string | null;
  }

  expect(ids).toEqual(all.map(({ id }) => id));
});

test('a mail comes back byte for byte as it came', async () => {
  const raw = aRawMail(['X-Odd: \u00e4\u00f6']);
  const { body } = await handIn(raw);

  const back = await api.call('GET', `/api/v1/inbound-mail/${body.id as string}/raw`);

  expect(back.body).toBe(raw);
});

test.each([
  ['an empty body', '', rfc822, 422],
  ['JSON', '{}', { 'Content-Type': 'application/json' }, 415],
])('%s is not taken as a mail', async (_, body, headers, status) => {
  const answer = await api.call('POST', '/api/v1/inbound-mail', { body, headers });

  expect(answer.status).toBe(status);
});

test('a stranger’s mail is held until an agent lets it through', async () => {
  const first = aRawMail();
  const id = /Message-ID: (.*)\r/.exec(first)![1]!;
  const { body: mine } = await handIn(first);
  const { body: held } = await handIn(aRawMail([`In-Reply-To: ${id}`]).replaceAll('kim@', 'eve@'));
  expect(held).toMatchObject({ outcome: 'quarantined', ticketNumber: mine.ticketNumber });

  const released = await api.call('POST', `/api/v1/inbound-mail/${held.id as string}/release`);

  expect(released.body).toMatchObject({ outcome: 'appended', ticketNumber: mine.ticketNumber });
  const again = await api.call('POST', `/api/v1/inbound-mail/${held.id as string}/release`);
  expect([again.status, again.body.code]).toEqual([409, 'mail-not-held']);
});

test('a report that brings back a one-time link is read by admins only', async () => {
  const queued = { kind: 'notification', to: 'new@agent.example', subject: 'Welcome' } as const;
  const { deliveryId } = await queueMail(api.db, {
    ...queued,
    key: randomUUID(),
    text: 'https://desk.example/invite/token',
    secret: true,
  });
  const { rfcMessageId } = (await findDelivery(api.db, deliveryId))!;
  const copy = ['Content-Type: message/rfc822', '', `Message-ID: ${rfcMessageId}`, '', 'The link.'];
  const more = ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'];
  const raw = aRawMail(more, ['--b', ...copy, '--b--'].join('\r\n'));
  const { body } = await handIn(raw.replace('kim@customer.example', 'MAILER-DAEMON@mx.example'));
  expect(body).toMatchObject({ outcome: 'bounce' });

  for (const as of [api.agentKey, api.readOnlyKey]) {
    for (const part of ['preview', 'raw']) {
      const path = `/api/v1/inbound-mail/${body.id as string}/${part}`;
      const refused = await api.call('GET', path, { as });
      expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
      expect(refused.body.detail).toContain('Only administrators');
      expect((await api.call('GET', path)).status).toBe(200);
    }
  }
  const other = await handIn(aRawMail());
  const path = `/api/v1/inbound-mail/${other.body.id as string}/raw`;
  expect((await api.call('GET', path, { as: api.readOnlyKey })).status).toBe(200);
});

test('a mail that is on its ticket is read again, and stays where it is', async () => {
  const { body } = await handIn(aRawMail());
  const path = `/api/v1/inbound-mail/${body.id as string}/process-again`;

  const again = await api.call('POST', path, { as: api.agentKey });

  expect(again).toMatchObject({
    status: 200,
    body: { outcome: 'new', ticketNumber: body.ticketNumber },
  });
  expect((await api.call('POST', path, { as: api.readOnlyKey })).status).toBe(403);
});

test('a mail that came once more is not processed as long as the first is let in', async () => {
  const raw = aRawMail();
  await handIn(raw);
  const { body } = await handIn(raw);
  expect(body).toMatchObject({ outcome: 'duplicate' });

  const again = await api.call('POST', `/api/v1/inbound-mail/${body.id as string}/process-again`);

  expect([again.status, again.body.code]).toEqual([409, 'mail-already-processed']);
});

test('the outbox shows what the catcher got, newest first, and the customer can answer it', async () => {
  const ticket = await api.aTicket();
  const caught = await aCaughtMail(ticket);

  const list = await api.call('GET', '/api/v1/outbox');
  const one = await api.call('GET', `/api/v1/outbox/${caught.id}`);
  const answered = await api.call('POST', `/api/v1/outbox/${caught.id}/reply`, {
    body: { text: 'Still burning.' },
    key: 'reply-1',
  });

  expect(list.body.items[0]).toMatchObject({
    id: caught.id,
    subject: 'Re: The printer is on fire',
  });
  expect(one.body.raw).toContain('Try again.');
  // Nothing that we stored knows this mail, so its answer begins something new.
  expect([answered.status, answered.body.outcome]).toEqual([201, 'new']);
});

test('a customer’s answer that is asked for twice is written once', async () => {
  const caught = await aCaughtMail(await api.aTicket());
  const ask = () =>
    api.call('POST', `/api/v1/outbox/${caught.id}/reply`, { body: { text: 'x' }, key: caught.id });

  const [first, second] = [await ask(), await ask()];

  expect(second.body).toEqual(first.body);
});

test('a new customer’s mail goes the whole way in', async () => {
  const body = { from: 'new@customer.example', name: 'Nia New', subject: 'Hello', text: 'First!' };

  const answer = await api.call('POST', '/api/v1/outbox/new-mail', { body });

  expect(answer).toMatchObject({ status: 201, body: { outcome: 'new' } });
  const ticket = await api.call('GET', `/api/v1/tickets/${answer.body.ticketNumber}`);
  expect(ticket.body.requester).toMatchObject({ name: 'Nia New', email: 'new@customer.example' });
});

test('mailboxes are added, made the default and removed; the default one stays', async () => {
  const sales = { name: 'Sales', address: `sales-${randomUUID()}@desk.example` };
  const added = await api.call('POST', '/api/v1/mailboxes', { body: sales });
  const path = `/api/v1/mailboxes/${added.body.id}`;
  const twice = await api.call('POST', '/api/v1/mailboxes', { body: sales });
  const made = await api.call('PATCH', path, { body: { isDefault: true } });
  const kept = await api.call('DELETE', path);
  const list = await api.call('GET', '/api/v1/mailboxes');

  expect([added.status, twice.status, kept.status]).toEqual([201, 409, 409]);
  expect(made.body.isDefault).toBe(true);
  const defaults = (list.body.items as { isDefault: boolean }[]).filter((one) => one.isDefault);
  expect(defaults).toHaveLength(1);
  const others = (list.body.items as { id: string; isDefault: boolean }[]).find(
    (x) => !x.isDefault,
  )!;
  await api.call('PATCH', `/api/v1/mailboxes/${others.id}`, { body: { isDefault: true } });
  expect((await api.call('DELETE', path)).status).toBe(204);
});

test('an agent may not change mailboxes', async () => {
  const body = { name: 'x', address: 'x@desk.example' };

  const answer = await api.call('POST', '/api/v1/mailboxes', { body, as: api.agentKey });

  expect(answer.status).toBe(403);
});

describe('attachments', () => {
  async function upload(files: [name: string, type: string, content: string][]) {
    const form = new FormData();
    for (const [name, type, content] of files) {
      form.append('file', new Blob([content], { type }), name);
    }
    const response = await fetch(`${api.url}/api/v1/attachments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${api.adminKey}` },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  test('a file goes up, into a reply, and comes back as it was', async () => {
    const { status, body } = await upload([['Résumé €.txt', 'text/plain', 'all about me']]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Résumé €.txt', size: 12, contentType: 'text/plain' });
    const ticket = await api.aTicket();

    const reply = await api.call('POST', `/api/v1/tickets/${ticket.number}/messages`, {
      body: { kind: 'reply', text: 'attached', attachmentIds: [body.id] },
    });

    expect(reply.body.attachments).toMatchObject([{ name: 'Résumé €.txt' }]);
    const back = await api.call('GET', `/api/v1/attachments/${body.id as string}`);
    expect(back.body).toBe('all about me');
    expect(back.headers.get('content-disposition')).toContain(
      "UTF-8''R%C3%A9sum%C3%A9%20%E2%82%AC.txt",
    );
  });

  test('a page with scripts is saved, never shown', async () => {
    const { body } = await upload([['x.html', 'text/html', '<script>alert(1)</script>']]);

    const back = await api.call('GET', `/api/v1/attachments/${body.id as string}`);

    expect(back.headers.get('content-type')).toBe('application/octet-stream');
    expect(back.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(back.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['no file', []],
    [
      'two files',
      [
        ['a', 'text/plain', 'a'],
        ['b', 'text/plain', 'b'],
      ],
    ],
  ] as [string, [string, string, string][]][])('%s is refused', async (_, files) => {
    expect((await upload(files)).status).toBe(422);
  });

  test('a file of more than 25 MB is refused', async () => {
    const { status } = await upload([['big.bin', 'application/zip', 'x'.repeat(26 * 1024 * 1024)]]);

    expect(status).toBe(413);
  });
});
