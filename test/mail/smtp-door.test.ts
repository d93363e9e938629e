import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { connect, type Socket } from 'node:net';
import { query } from '../../db/database';
import { readCertificate, watchCertificate, type Certificate } from '../../mail/certificate';
import { openMailIntake } from '../../mail/mail-intake';
import { openMemoryBudget, type MemoryBudget } from '../../mail/memory-budget';
import { startSmtpIntake } from '../../mail/smtp-intake';
import { openDatabase } from '../../db/database';
import { createMailbox } from '../../db/mailbox-store';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';
import { ourAddress, sendBySmtp, noChecks, silent, type MailAsWritten } from './mail-desk';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
  await createMailbox(desk.db, { name: 'Support', address: ourAddress });
});
afterAll(() => desk.drop());

interface DoorOptions {
  db?: TestDatabase['db'];
  maxMegabytes?: number;
  memory?: MemoryBudget;
  tls?: Certificate;
  relays?: readonly string[];
  share?: { connections: number; bytes: number };
  dataMs?: number;
}

async function aDoor(options: DoorOptions = {}) {
  const { db = desk.db, ...rest } = options;
  const intake = openMailIntake({ db, log: silent, checks: noChecks });
  const smtp = await startSmtpIntake({
    db,
    intake,
    host: '127.0.0.1',
    port: 0,
    relays: noChecks.relays,
    log: silent,
    ...rest,
  });
  return {
    port: smtp.port,
    smtp,
    intake,
    stop: async () => {
      await smtp.stop();
      await intake.stop();
    },
  };
}

async function storedMails(): Promise<number> {
  const [row] = await query<{ count: number }>(desk.db, 'SELECT count(*)::int FROM inbound_mails');
  return row!.count;
}

test('a mail that is too large is refused with the limit, and nothing of it is kept', async () => {
  const door = await aDoor({ maxMegabytes: 1 });
  const before = await storedMails();

  const sending = sendBySmtp(door.port, {
    raw: `From: kim@customer.example\r\n\r\n${'x'.repeat(2e6)}`,
  });

  await expect(sending).rejects.toMatchObject({
    responseCode: 552,
    response: expect.stringContaining('1 MB') as string,
  });
  expect(await storedMails()).toBe(before);
  await door.stop();
});

test('more at once than there is memory for is a later try; the memory comes back', async () => {
  const memory = openMemoryBudget(3_000_000);
  const door = await aDoor({ memory, maxMegabytes: 2 });
  const large = { raw: `From: kim@customer.example\r\n\r\n${'x'.repeat(1.8e6)}` };
  memory.take(1_500_000);

  await expect(sendBySmtp(door.port, large)).rejects.toMatchObject({ responseCode: 452 });
  const tooLarge = { raw: `From: kim@customer.example\r\n\r\n${'x'.repeat(2.5e6)}` };
  memory.giveBack(1_500_000);
  await expect(sendBySmtp(door.port, tooLarge)).rejects.toMatchObject({ responseCode: 552 });
  await sendBySmtp(door.port, large);

  expect(memory.take(3_000_000)).toBe(true);
  await door.stop();
});

/** Begins a mail and leaves it at that. */
async function aDrip(port: number, bytes: number) {
  const talk = await aConversation(port);
  await talk.say('EHLO x');
  await talk.say('MAIL FROM:<kim@customer.example>');
  await talk.say(`RCPT TO:<${ourAddress}>`);
  expect(await talk.say('DATA')).toMatch(/^354/);
  talk.socket.write(`From: kim@customer.example\r\n\r\n${'x'.repeat(bytes)}`);
  return talk;
}

test('a mail that drips in is ended after a while, and its memory comes back', async () => {
  const memory = openMemoryBudget(1_000_000);
  const door = await aDoor({ memory, dataMs: 700 });
  const before = await storedMails();
  const talk = await aDrip(door.port, 900_000);
  await eventually(() => !memory.take(200_000) || (memory.giveBack(200_000), false));
  const dripping = setInterval(() => talk.socket.writable && talk.socket.write('x'), 50);

  await once(talk.socket, 'close');

  clearInterval(dripping);
  expect(talk.heard()).toContain('421');
  expect(memory.take(1_000_000)).toBe(true);
  expect(await storedMails()).toBe(before);
  await door.stop();
});

test('one address cannot take all memory from the others', async () => {
  const memory = openMemoryBudget(10_000_000);
  const door = await aDoor({ memory, relays: [], share: { connections: 10, bytes: 1_000_000 } });
  const drip = await aDrip(door.port, 900_000);
  const left = () => memory.take(9_200_000) && (memory.giveBack(9_200_000), true);
  await eventually(() => !left());

  const large = { raw: `From: kim@customer.example\r\n\r\n${'x'.repeat(300_000)}` };
  await expect(sendBySmtp(door.port, large)).rejects.toMatchObject({ responseCode: 452 });
  expect(memory.take(9_000_000)).toBe(true);
  drip.socket.destroy();
  memory.giveBack(9_000_000);
  await eventually(left);
  await sendBySmtp(door.port, large);
  await door.stop();
});

test('one address has so many connections and no more, but for our own mail servers', async () => {
  const share = { connections: 2, bytes: 1_000_000 };
  const door = await aDoor({ relays: [], share });
  const [first] = [await aConversation(door.port), await aConversation(door.port)];

  expect((await aConversation(door.port)).greeting).toMatch(/^421 /);
  first!.socket.destroy();
  await eventually(async () => (await aConversation(door.port)).greeting.startsWith('220'));
  await door.stop();
  const forRelays = await aDoor({ share });
  const talks = await Promise.all([1, 2, 3].map(() => aConversation(forRelays.port)));
  expect(talks.map(({ greeting }) => greeting.slice(0, 3))).toEqual(['220', '220', '220']);
  for (const { socket } of talks) socket.destroy();
  await forRelays.stop();
});

test('with a certificate mail may come encrypted, and a renewed one is used without a new start', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'certificate-'));
  const files = { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
  const put = async (name: string): Promise<void> => {
    const from = path.join(__dirname, '..', 'support', 'certificates', name);
    await copyFile(`${from}.cert.pem`, files.certFile);
    await copyFile(`${from}.key.pem`, files.keyFile);
  };
  await put('first');
  const tls = await readCertificate(files);
  const door = await aDoor({ tls });
  const renewed = door.smtp.useCertificate;
  const unwatch = watchCertificate(files, tls, { renewed, log: silent }, 20);
  const seen = async (): Promise<string> => {
    const talk = await aConversation(door.port);
    expect(await talk.say('EHLO x')).toContain('STARTTLS');
    await talk.say('STARTTLS');
    const secured = connectTls({ socket: talk.socket, rejectUnauthorized: false });
    await once(secured, 'secureConnect');
    const name = String(secured.getPeerCertificate().subject.CN);
    secured.destroy();
    return name;
  };

  const encrypted = { requireTLS: true, tls: { rejectUnauthorized: false } };
  expect(await sendBySmtp(door.port, { text: 'x' }, encrypted)).toBeTruthy();
  expect(await seen()).toBe('first.desk.example');
  await put('renewed');
  await eventually(async () => (await seen()) === 'renewed.desk.example', 5_000);
  await expect(readCertificate({ ...files, keyFile: files.certFile })).rejects.toThrow(
    /SMTP_TLS_KEY/,
  );
  unwatch();
  await door.stop();
  await rm(folder, { recursive: true });
});

test('with the database away the sender is asked to try later, and a mail is never acknowledged', async () => {
  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' });
  const door = await aDoor({ db: away });

  await expect(sendBySmtp(door.port, { text: 'x' })).rejects.toMatchObject({ responseCode: 451 });

  await door.stop();
  await away.close();
});

test('a database that goes away after the recipient was taken is a later try as well', async () => {
  const own = await anEmptyDatabase();
  await createMailbox(own.db, { name: 'Support', address: ourAddress });
  const door = await aDoor({ db: own.db });
  await query(own.db, 'ALTER TABLE inbound_mails RENAME TO gone');

  await expect(sendBySmtp(door.port, { text: 'x' })).rejects.toMatchObject({ responseCode: 451 });

  await door.stop();
  await own.drop();
});

test('a connection that breaks in the middle of a mail leaves nothing behind', async () => {
  const door = await aDoor();
  const before = await storedMails();
  const talk = await aConversation(door.port);
  await talk.say('EHLO x');
  await talk.say('MAIL FROM:<kim@customer.example>');
  await talk.say(`RCPT TO:<${ourAddress}>`);
  expect(await talk.say('DATA')).toMatch(/^354/);

  talk.socket.write('From: kim@customer.example\r\n\r\nhalf a ma');
  talk.socket.destroy();
  await door.stop();

  expect(await storedMails()).toBe(before);
});

test('a stop waits for the mail being taken in, which is then acknowledged and kept', async () => {
  const door = await aDoor();
  const before = await storedMails();
  const talk = await aConversation(door.port);
  await talk.say('EHLO x');
  await talk.say('MAIL FROM:<kim@customer.example>');
  await talk.say(`RCPT TO:<${ourAddress}>`);
  await talk.say('DATA');
  const answer = talk.say(`From: kim@customer.example\r\nSubject: last\r\n\r\nx\r\n.`);

  const stopped = door.stop();

  expect(await answer).toMatch(/^250 /);
  await stopped;
  expect(await storedMails()).toBe(before + 1);
});

test('two hundred mails at once by two doors are each one ticket', async () => {
  const [one, two] = [await aDoor(), await aDoor()];
  const run = randomUUID();

  const ids = await Promise.all(
    Array.from({ length: 200 }, (_, at) =>
      untilTaken(at % 2 === 0 ? one.port : two.port, {
        from: `p${at % 20}@many.example`,
        messageId: `<${run}.${at}@many.example>`,
        date: new Date(at * 1_000),
        subject: `${run} ${at}`,
        text: 'x',
      }),
    ),
  );

  expect(new Set(ids).size).toBe(200);
  await one.stop();
  await two.stop();
  const last = openMailIntake({ db: desk.db, log: silent, checks: noChecks });
  for (const id of ids)
    expect(['new', 'duplicate']).toContain((await last.settled(id, 20_000))!.outcome);
  await last.stop();
  const [row] = await query<{ tickets: number; titles: number }>(
    desk.db,
    `SELECT count(*)::int AS tickets, count(DISTINCT title)::int AS titles FROM tickets WHERE title LIKE $1`,
    [`${run}%`],
  );
  expect(row).toEqual({ tickets: 200, titles: 200 });
}, 60_000);

test('hostile mails are dealt with one by one, and other mail goes on', async () => {
  const door = await aDoor();
  const head = 'From: kim@customer.example\r\nMessage-ID: <%@hostile.example>\r\n';
  const base64 = 'AAAA'.repeat(19).concat('\r\n').repeat(110_000);
  const file = `--b\r\nContent-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}`;
  const people = Array.from({ length: 10_000 }, (_, at) => `p${at}@x.example`).join(',\r\n ');
  const levels = Array.from(
    { length: 1_000 },
    (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
  );
  const hostile: Record<string, [raw: string, outcome: string]> = {
    attachments: [
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${file.repeat(5)}--b--\r\n`,
      'new',
    ],
    recipients: [`To: ${people}\r\n\r\nx`, 'new'],
    nested: [`${levels.join('')}\r\ndeep`, 'unreadable'],
    html: [`Content-Type: text/html\r\n\r\n${'<p>x</p>\r\n'.repeat(1_000_000)}`, 'new'],
    headers: [`X-Long: ${'x'.repeat(2_000_000)}\r\n\r\nx`, 'unreadable'],
    encoded: [`Subject: ${'=?utf-8?q?a?=\r\n '.repeat(10_000)}\r\n\r\nx`, 'new'],
  };

  const ids = await Promise.all(
    Object.entries(hostile).map(([name, [raw]]) =>
      sendBySmtp(door.port, { raw: `${head.replace('%', name)}${raw}` }),
    ),
  );
  const usual = await sendBySmtp(door.port, { subject: 'usual', text: 'x' });
  const became = await Promise.all([...ids, usual].map((id) => door.intake.settled(id, 50_000)));

  expect(became.map((mail) => mail!.outcome)).toEqual([
    ...Object.values(hostile).map(([, outcome]) => outcome),
    'new',
  ]);
  expect(became[2]!.reason).toMatch(/^The mail could not be read: /);
  await door.stop();
}, 60_000);

/** As a mail server does: the same mail again while the answer is "later". */
async function untilTaken(port: number, mail: MailAsWritten): Promise<string> {
  for (;;) {
    try {
      return await sendBySmtp(port, mail);
    } catch (error) {
      if ((error as { responseCode?: number }).responseCode !== 451) throw error;
    }
  }
}

async function aConversation(port: number): Promise<{
  socket: Socket;
  greeting: string;
  say(line: string): Promise<string>;
  /** What was said since the last answer. */
  heard(): string;
}> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let heard: (() => void) | undefined;
  socket.on('data', (chunk) => {
    text += chunk.toString();
    heard?.();
  });
  socket.on('error', () => undefined);
  // An answer ends with a line whose code is followed by a blank (RFC 5321, 4.2.1).
  const answer = async (): Promise<string> => {
    while (!/^\d{3} .*\r\n$/m.test(text)) await new Promise<void>((resolve) => (heard = resolve));
    const whole = text;
    text = '';
    return whole;
  };
  const greeting = await answer();
  return {
    socket,
    greeting,
    heard: () => text,
    say(line) {
      socket.write(`${line}\r\n`);
      return answer();
    },
  };
}
