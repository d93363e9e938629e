import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { createLogger } from '../../config/logger';
import { query } from '../../db/database';
import { openMailIntake, type MailIntake } from '../../mail/mail-intake';
import { canonical, type SnsMessage } from '../../mail/services/sns-signature';
import { noChecks, silent } from '../mail/mail-desk';
import { anEmptyDatabase } from '../support/stack';
import { anApi, type TestApi } from './an-api';

const certificates = path.join(__dirname, '..', 'support', 'certificates');
const read = (file: string): string => readFileSync(path.join(certificates, file), 'utf8');
const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';
const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail';
const signingKey = 'a-signing-key-of-mailgun';

let api: TestApi;
let intake: MailIntake;
const fetched: string[] = [];
const logged = new PassThrough();
beforeAll(async () => {
  const desk = await anEmptyDatabase();
  intake = openMailIntake({ db: desk.db, log: silent, checks: noChecks });
  const mail = {
    accepting: () => true,
    catcher: true,
    isCaught: true,
    smtpUrl: undefined,
    intake: () => intake,
    smtp: () => null,
  };
  const log = createLogger({ level: 'debug', forPeople: false, destination: logged });
  const fetchAmazon = async (url: string): Promise<string> => {
    fetched.push(url);
    return url === certificateUrl ? read('sns.cert.pem') : '<ConfirmSubscriptionResponse/>';
  };
  api = await anApi({ mail, fetchAmazon, log }, desk);
});
afterAll(async () => {
  await intake.stop();
  await api.stop();
});

interface Service {
  id: string;
  url: string;
  state(): Promise<{ lastReceivedAt: string | null; problem: string | null }>;
  /** What the service sends, and what became of it. */
  send(headers: Record<string, string>, body: string | Buffer): Promise<Sent>;
}

interface Sent {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

async function aService(fields: object): Promise<Service> {
  const { status, body } = await api.call('POST', '/api/v1/mail-services', { body: fields });
  expect(status).toBe(201);
  const url = `${api.url}${new URL(body.url).pathname}`;
  return {
    id: body.id,
    url,
    async state() {
      const { body: now } = await api.call('GET', `/api/v1/mail-services/${body.id}`);
      return { lastReceivedAt: now.lastReceivedAt, problem: now.lastProblem?.code ?? null };
    },
    send: (headers, sent) => post(url, headers, sent),
  };
}

async function post(url: string, headers: object, body: string | Buffer): Promise<Sent> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers },
    body: new Uint8Array(Buffer.from(body as Buffer)),
  });
  return { status: response.status, body: await response.json() };
}

/** A mail that is not text in any one charset: it has to stay as it is. */
function aRawMail(subject: string): Buffer {
  const head = [
    'From: Kim Lee <kim@customer.example>',
    'To: support@desk.example',
    `Message-ID: <${randomUUID()}@customer.example>`,
    `Subject: ${subject}`,
    'Content-Type: text/plain; charset=iso-8859-1',
    'Content-Transfer-Encoding: 8bit',
    '',
    'It burns + 100% & more=',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), Buffer.from([0xfc, 0xff, 0x80]), Buffer.from('\r\n')]);
}

function multipart(fields: Record<string, string | Buffer>) {
  const boundary = `--x${randomUUID()}`;
  const parts = Object.entries(fields).flatMap(([name, value]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
    Buffer.from(value as Buffer),
    Buffer.from('\r\n'),
  ]);
  return {
    headers: { 'Content-Type': `multipart/form-data; boundary="${boundary}"` },
    body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function urlencoded(fields: Record<string, string | Buffer>) {
  const escape = (value: string | Buffer): string =>
    [...Buffer.from(value as Buffer)]
      .map((byte) => (byte === 0x20 ? '+' : `%${byte.toString(16).padStart(2, '0')}`))
      .join('');
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${escape(value)}`);
  return {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: pairs.join('&'),
  };
}

async function countMails(): Promise<number> {
  const [row] = await query<{ count: string }>(api.db, 'SELECT count(*) FROM inbound_mails');
  return Number(row!.count);
}

/** The mail is a ticket, came this way, and is kept byte for byte. */
async function expectTicket(
  { status, body }: Sent,
  { raw, via, to }: { raw: Buffer; via: string; to: string[] },
): Promise<void> {
  expect({ status, body }).toMatchObject({ status: 200, body: { outcome: 'received' } });
  await intake.settled(body.id, 10_000);
  const { body: mail } = await api.call('GET', `/api/v1/inbound-mail/${body.id}`);
  expect(mail).toMatchObject({ outcome: 'new', via, to, ticketNumber: expect.any(Number) });
  const kept = await fetch(`${api.url}/api/v1/inbound-mail/${body.id}/raw`, {
    headers: { Authorization: `Bearer ${api.adminKey}` },
  });
  expect(Buffer.from(await kept.arrayBuffer()).equals(raw)).toBe(true);
}

const seconds = (hoursAgo = 0): string => String(Math.floor(Date.now() / 1_000) - hoursAgo * 3_600);

describe('Mailgun', () => {
  const signed = (timestamp: string, key = signingKey) => {
    const token = randomUUID();
    const signature = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex');
    return { timestamp, token, signature };
  };
  const envelope = { recipient: 'support@desk.example', sender: 'kim@customer.example' };

  test('a signed mail becomes a ticket, as a form of either kind; the same mail again is a duplicate', async () => {
    const service = await aService({ service: 'mailgun', name: 'Mailgun', key: signingKey });
    expect(service.url).toMatch(/\/mime$/);
    for (const form of [urlencoded, multipart]) {
      const raw = aRawMail('By Mailgun');
      const { headers, body } = form({ ...envelope, ...signed(seconds()), 'body-mime': raw });
      const to = ['support@desk.example'];
      await expectTicket(await service.send(headers, body), { raw, via: 'mailgun', to });
      const again = await service.send(headers, body);
      expect(again).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
    }
    expect(await service.state()).toEqual({ lastReceivedAt: expect.any(String), problem: null });
  });

  test('wrong, old and missing signatures store nothing; a mail in parts is told the option', async () => {
    const service = await aService({ service: 'mailgun', name: 'Mailgun', key: signingKey });
    const before = await countMails();
    const send = (fields: Record<string, string | Buffer>) => {
      const { headers, body } = urlencoded({ ...envelope, 'body-mime': aRawMail('No'), ...fields });
      return service.send(headers, body);
    };
    expect(await send(signed(seconds(), 'another-key'))).toMatchObject({
      status: 401,
      body: { code: 'wrong-signature', status: 401 },
    });
    expect(await service.state()).toEqual({ lastReceivedAt: null, problem: 'wrong-signature' });
    expect(await send(signed(seconds(10)))).toMatchObject({
      status: 401,
      body: { code: 'request-too-old' },
    });
    expect(await send(signed(seconds(-1)))).toMatchObject({ status: 401 });
    expect(await send({})).toMatchObject({ status: 401, body: { code: 'signature-missing' } });
    const parsed = await send({ ...signed(seconds()), 'body-mime': '', 'body-plain': 'It burns' });
    expect(parsed).toMatchObject({ status: 422, body: { code: 'raw-mail-missing' } });
    expect(parsed.body.detail).toContain('/mime');
    expect(await countMails()).toBe(before);
  });
});

describe('SendGrid', () => {
  const envelope = '{"to":["support@desk.example"],"from":"kim@customer.example"}';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const signed = (timestamp: string, body: Buffer, by = privateKey) => ({
    'X-Twilio-Email-Event-Webhook-Timestamp': timestamp,
    'X-Twilio-Email-Event-Webhook-Signature': sign(
      'sha256',
      Buffer.concat([Buffer.from(timestamp), body]),
      by,
    ).toString('base64'),
  });

  test('a raw mail becomes a ticket by the token alone, or signed where the public key is set', async () => {
    const to = ['support@desk.example'];
    const plain = await aService({ service: 'sendgrid', name: 'SendGrid' });
    const raw = aRawMail('By SendGrid');
    const first = multipart({ envelope, email: raw });
    const taken = await plain.send(first.headers, first.body);
    await expectTicket(taken, { raw, via: 'sendgrid', to });

    const strict = await aService({ service: 'sendgrid', name: 'SendGrid, signed', key });
    const other = aRawMail('Signed by SendGrid');
    const { headers, body } = multipart({ envelope, email: other });
    const before = await countMails();
    const stranger = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
    for (const [wrong, code] of [
      [{}, 'signature-missing'],
      [signed(seconds(), body, stranger), 'wrong-signature'],
      [signed(seconds(), Buffer.from('another body')), 'wrong-signature'],
      [signed(seconds(74), body), 'request-too-old'],
    ] as const) {
      const refused = await strict.send({ ...headers, ...wrong }, body);
      expect(refused).toMatchObject({ status: 401, body: { code } });
    }
    expect(await countMails()).toBe(before);
    const genuine = await strict.send({ ...headers, ...signed(seconds(), body) }, body);
    await expectTicket(genuine, { raw: other, via: 'sendgrid', to });

    const parsed = multipart({ envelope, text: 'It burns' });
    const refused = await plain.send(parsed.headers, parsed.body);
    expect(refused).toMatchObject({ status: 422, body: { code: 'raw-mail-missing' } });
    expect(refused.body.detail).toContain('POST the raw, full MIME message');
  });
});

describe('Postmark', () => {
  const json = { 'Content-Type': 'application/json' };

  test('a mail becomes a ticket by the address with its token, and by no other', async () => {
    const service = await aService({ service: 'postmark', name: 'Postmark' });
    const raw = Buffer.from(
      'From: Ida Müller <ida@customer.example>\r\nTo: support@desk.example\r\nSubject: Grüße\r\n\r\nIt burns.\r\n',
    );
    const to = ['support@desk.example'];
    const body = JSON.stringify({ RawEmail: raw.toString(), OriginalRecipient: to[0] });
    await expectTicket(await service.send(json, body), { raw, via: 'postmark', to });

    const before = await countMails();
    const guessed = service.url.replace(/[\w-]{43}(?=\/mime)/, 'x'.repeat(43));
    const removed = await aService({ service: 'postmark', name: 'Removed' });
    await api.call('DELETE', `/api/v1/mail-services/${removed.id}`);
    for (const url of [guessed, removed.url]) {
      const refused = await post(url, json, body.replace('burns', 'smokes'));
      expect(refused).toMatchObject({ status: 401, body: { code: 'wrong-mail-address' } });
    }
    const parsed = await service.send(json, '{"TextBody":"It burns"}');
    expect(parsed).toMatchObject({ status: 422, body: { code: 'raw-mail-missing' } });
    expect(parsed.body.detail).toContain('Include raw email content in JSON payload');
    expect(await service.send(json, 'no JSON')).toMatchObject({ status: 400 });
    expect(await countMails()).toBe(before);
  });
});

describe('Amazon SES', () => {
  const text = { 'Content-Type': 'text/plain; charset=UTF-8' };
  const signed = (fields: SnsMessage, version = '2'): string => {
    const message: SnsMessage = {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: topicArn,
      Timestamp: new Date().toISOString(),
      SignatureVersion: version,
      SigningCertURL: certificateUrl,
      ...fields,
    };
    const algorithm = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
    const key = read('sns.key.pem');
    const signature = sign(algorithm, Buffer.from(canonical(message)), key).toString('base64');
    return JSON.stringify({ Signature: signature, ...message });
  };
  const notification = (raw: Buffer, encoding: 'base64' | 'utf8' = 'base64'): string =>
    JSON.stringify({
      notificationType: 'Received',
      mail: { source: 'kim@customer.example' },
      receipt: { recipients: ['support@desk.example'] },
      content: raw.toString(encoding),
    });

  test('the subscription of the topic is confirmed at Amazon, of another it is not', async () => {
    const service = await aService({ service: 'ses', name: 'Amazon', topicArn });
    const confirm = (fields: SnsMessage) =>
      service.send(text, signed({ Type: 'SubscriptionConfirmation', Token: 'a-token', ...fields }));
    const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1';
    fetched.length = 0;
    expect(await confirm({ SubscribeURL })).toMatchObject({
      status: 200,
      body: { id: null, outcome: 'nothing-to-do' },
    });
    expect(fetched).toContain(SubscribeURL);

    fetched.length = 0;
    const other = 'arn:aws:sns:eu-west-1:123456789012:other';
    expect(await confirm({ SubscribeURL, TopicArn: other })).toMatchObject({
      status: 401,
      body: { code: 'wrong-topic' },
    });
    for (const elsewhere of [
      'http://sns.eu-west-1.amazonaws.com/',
      'https://sns.eu-west-1.amazonaws.com.evil.example/',
      'https://sns.eu-west-1.amazonaws.com@evil.example/',
      'https://127.0.0.1/',
    ]) {
      expect(await confirm({ SubscribeURL: elsewhere })).toMatchObject({ status: 401 });
      expect(
        await service.send(text, signed({ Message: '{}', SigningCertURL: `${elsewhere}1.pem` })),
      ).toMatchObject({ status: 401, body: { code: 'wrong-signature' } });
    }
    expect(fetched).toEqual([]);
  });

  test('mails of both signature versions become tickets; forged and old ones are refused', async () => {
    const service = await aService({ service: 'ses', name: 'Amazon', topicArn });
    const to = ['support@desk.example'];
    for (const version of ['1', '2']) {
      const raw = aRawMail('By Amazon');
      const sent = await service.send(text, signed({ Message: notification(raw) }, version));
      await expectTicket(sent, { raw, via: 'ses', to });
    }
    const plain = Buffer.from(
      aRawMail('As text')
        .toString('latin1')
        .replaceAll(/[^\0-\x7f]/g, ''),
    );
    const asText = signed({ Message: notification(plain, 'utf8'), Subject: 'Amazon SES' });
    await expectTicket(await service.send(text, asText), { raw: plain, via: 'ses', to });

    const before = await countMails();
    const Message = notification(aRawMail('No'));
    const forged = signed({ Message: '{}' }).replace('"{}"', JSON.stringify(Message));
    const old = new Date(Date.now() - 3 * 3_600_000).toISOString();
    for (const [body, code] of [
      [forged, 'wrong-signature'],
      [signed({ Message, Timestamp: old }), 'request-too-old'],
      [signed({ Message }, '3'), 'signature-missing'],
    ] as const) {
      const refused = await service.send(text, body);
      expect(refused).toMatchObject({ status: 401, body: { code } });
    }
    const without = await service.send(text, signed({ Message: '{"receipt":{}}' }));
    expect(without).toMatchObject({ status: 422, body: { code: 'raw-mail-missing' } });
    expect(without.body.detail).toContain('Publish to Amazon SNS topic');
    expect(await countMails()).toBe(before);
  });
});

describe('the services', () => {
  test('are admins’ business; keys are stored sealed, changed, and never answered or logged', async () => {
    for (const as of [api.agentKey, api.readOnlyKey]) {
      expect(await api.call('GET', '/api/v1/mail-services', { as })).toMatchObject({ status: 403 });
    }
    const service = await aService({ service: 'mailgun', name: 'Mailgun', key: 'the-first-key' });
    const where = `/api/v1/mail-services/${service.id}`;
    const changed = await api.call('PATCH', where, {
      body: { service: 'mailgun', name: 'Mailgun EU', key: 'the-second-key' },
    });
    expect(changed).toMatchObject({ status: 200, body: { name: 'Mailgun EU', hasKey: true } });
    expect(JSON.stringify(changed.body)).not.toContain('second-key');
    const [row] = await query<{ key: string }>(
      api.db,
      'SELECT key FROM mail_services WHERE id = $1',
      [service.id],
    );
    expect(row!.key).not.toContain('second-key');
    expect(await api.call('PATCH', where, { body: { service: 'postmark' } })).toMatchObject({
      status: 422,
    });

    await service.send({ 'Content-Type': 'text/plain' }, 'nonsense');
    const lines = String(logged.read());
    expect(lines).toContain('/mails/:token');
    expect(lines).not.toContain(service.url.split('/').at(-2)!);
    expect(lines).not.toContain('-key');
  });

  test('what a service needs is asked for at its field', async () => {
    for (const [fields, at] of [
      [{ service: 'mailgun', name: 'No key' }, 'key'],
      [{ service: 'sendgrid', name: 'No key of SendGrid', key: 'nonsense' }, 'key'],
      [{ service: 'ses', name: 'No topic', topicArn: 'mail' }, 'topicArn'],
      [{ service: 'postmark', name: '' }, 'name'],
    ] as const) {
      const refused = await api.call('POST', '/api/v1/mail-services', { body: fields });
      expect(refused).toMatchObject({ status: 422, body: { problems: [{ path: at }] } });
    }
  });
});
