import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { query } from '../../db/database';
import { openMailIntake } from '../../mail/mail-intake';
import { startSmtpIntake } from '../../mail/smtp-intake';
import { openDatabase } from '../../db/database';
import { createMailbox } from '../../db/mailbox-store';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';
import { ourAddress, sendBySmtp, silent, type MailAsWritten } from './mail-desk';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
  await createMailbox(desk.db, { name: 'Support', address: ourAddress });
});
afterAll(() => desk.drop());

async function aDoor(options: { db?: TestDatabase['db']; maxMegabytes?: number } = {}) {
  const { db = desk.db, ...rest } = options;
  const intake = openMailIntake({ db, log: silent });
  const smtp = await startSmtpIntake({
    db,
    intake,
    host: '127.0.0.1',
    port: 0,
    log: silent,
    ...rest,
  });
  return {
    port: smtp.port,
    smtp,
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
  const last = openMailIntake({ db: desk.db, log: silent });
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

async function aConversation(
  port: number,
): Promise<{ socket: Socket; say(line: string): Promise<string> }> {
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
  await answer();
  return {
    socket,
    say(line) {
      socket.write(`${line}\r\n`);
      return answer();
    },
  };
}
