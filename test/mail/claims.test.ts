import { createHash, randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import {
  claimInboundMail,
  claimLeftInboundMails,
  claimSuspectMail,
  postponeInboundMail,
  unclaimInboundMail,
} from '../../db/inbound-claim-store';
import {
  findInboundMail,
  finishInboundMail,
  listInboundMails,
  type InboundMail,
} from '../../db/inbound-mail-store';
import { openMailIntake } from '../../mail/mail-intake';
import { receiveMail } from '../../mail/receive-mail';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';
import { eventually } from '../support/eventually';
import { noChecks, ourAddress, silent } from './mail-desk';

let desk: TestDatabase;
beforeEach(async () => {
  desk = await anEmptyDatabase();
});
afterEach(() => desk.drop());

const written = (more: string[] = [], text = 'x'): Buffer =>
  Buffer.from(
    [
      'From: kim@customer.example',
      `Message-ID: <${randomUUID()}@x.example>`,
      ...more,
      '',
      text,
    ].join('\r\n'),
  );

async function stored(raw = written(), envelope: Partial<InboundMail['envelope']> = {}) {
  const { id } = await receiveMail(desk.db, {
    raw,
    via: 'smtp',
    envelope: { from: null, to: [], ...envelope },
  });
  return id;
}

const isDue = (set = '') =>
  query(desk.db, `UPDATE inbound_mails SET ${set} next_attempt_at = now() - interval '1 second'`);

const result = { reason: null, ticket: null, messageId: null };

test('who has lost a mail to another ends nothing any more', async () => {
  const id = await stored();
  const slow = (await claimInboundMail(desk.db, id))!;
  expect(await claimInboundMail(desk.db, id)).toBeNull();
  await isDue();
  const other = (await claimInboundMail(desk.db, id))!;

  await finishInboundMail(desk.db, slow, { ...result, outcome: 'unreadable' });
  expect(await findInboundMail(desk.db, id)).toMatchObject({ outcome: 'received' });
  await finishInboundMail(desk.db, other, { ...result, outcome: 'new' });
  await finishInboundMail(desk.db, other, { ...result, outcome: 'unreadable' });
  expect(await findInboundMail(desk.db, id)).toMatchObject({ outcome: 'new' });
});

test('a mail that takes long is worked on once, though every process looks for what was left', async () => {
  let asked = 0;
  const resolveDns = async () => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 13_000));
    return [];
  };
  const checks = { resolveDns, relays: [], authservIds: [] };
  const intakes = [1, 2].map(() => openMailIntake({ db: desk.db, log: silent, checks }));
  const raw = written(['DKIM-Signature: v=1']);
  const { id } = await intakes[0]!.receive({ raw, via: 'imap', envelope: { from: null, to: [] } });

  const mail = await intakes[0]!.settled(id, 30_000);
  await Promise.all(intakes.map((intake) => intake.stop()));

  expect(mail).toMatchObject({ outcome: 'new', attempts: 1 });
  expect(asked).toBeGreaterThan(0);
}, 90_000);

test('of what was left as much is taken up at once as there is memory for, and one at least', async () => {
  for (let at = 0; at < 5; at += 1) await stored(written([], 'x'.repeat(1_000)));
  await isDue();
  const claimed = (bytes: number) => claimLeftInboundMails(desk.db, { limit: 20, bytes });

  expect(await claimed(3_500)).toHaveLength(3);
  expect(await claimed(10)).toHaveLength(1);
  expect(await claimed(3_500)).toHaveLength(1);
});

test('what was taken up and finds no memory is given back as if it had not been begun', async () => {
  const id = await stored();
  const mail = (await claimInboundMail(desk.db, id))!;
  expect(mail.size).toBe(written().length);

  await unclaimInboundMail(desk.db, mail);

  expect(await findInboundMail(desk.db, id)).toMatchObject({ attempts: 0, claim: null });
  expect(await claimLeftInboundMails(desk.db, { limit: 20, bytes: 1e9 })).toHaveLength(1);
});

test('what was begun often and never finished is taken up alone', async () => {
  await stored();
  await stored();
  await isDue('attempts = 3,');

  expect(await claimLeftInboundMails(desk.db, { limit: 20, bytes: 1e9 })).toEqual([]);
  expect(await claimSuspectMail(desk.db)).toMatchObject({ attempts: 4 });
  expect(await claimSuspectMail(desk.db)).toMatchObject({ attempts: 4 });
  expect(await claimSuspectMail(desk.db)).toBeNull();
});

test('a wait for the DNS and a wait for an earlier mail are counted apart', async () => {
  const id = await stored();
  for (const waitsFor of ['dns', 'earlier', 'earlier'] as const) {
    const mail = (await claimInboundMail(desk.db, id))!;
    await postponeInboundMail(desk.db, mail, { seconds: 0, reason: 'it waits', waitsFor });
  }
  expect(await findInboundMail(desk.db, id)).toMatchObject({ waits: 1, waitsForEarlier: 2 });
});

test('an answer waits for as long as the mail that it answers may wait for the DNS', async () => {
  const first = `<${randomUUID()}@customer.example>`;
  await stored(Buffer.from(`From: kim@customer.example\r\nMessage-ID: ${first}\r\n\r\nfirst`));
  const answer = await stored(written([`In-Reply-To: ${first}`]));
  await query(desk.db, `UPDATE inbound_mails SET next_attempt_at = now() + interval '1 hour'`);
  await query(
    desk.db,
    `UPDATE inbound_mails SET waits_for_earlier = 21, next_attempt_at = now() WHERE id = $1`,
    [answer],
  );
  const intake = openMailIntake({ db: desk.db, log: silent, checks: noChecks });

  const waits = await eventually(async () => {
    const mail = await findInboundMail(desk.db, answer);
    return mail!.waitsForEarlier > 21 ? mail! : undefined;
  }, 10_000).finally(() => intake.stop());

  expect(waits).toMatchObject({ outcome: 'received', waits: 0 });
});

describe('the same mail again', () => {
  const again = (raw: Buffer, trace: string): Buffer =>
    Buffer.concat([Buffer.from(`Received: ${trace}\r\n`), raw]);
  const received = (raw: Buffer) =>
    receiveMail(desk.db, { raw, via: 'smtp', envelope: { from: null, to: [] } });
  const ends = async (id: string, outcome: InboundMail['outcome'], ticket: number | null) => {
    const mail = (await claimInboundMail(desk.db, id))!;
    await finishInboundMail(desk.db, mail, { ...result, outcome, ticket });
  };

  test.each(['quarantined', 'blocked', 'ignored', 'unreadable'] as const)(
    'is a mail of its own when the first is %s, be it before or afterwards',
    async (outcome) => {
      const raw = written();
      const first = await received(raw);
      const second = await received(again(raw, 'second'));
      expect(second.outcome).toBe('duplicate');

      await ends(first.id, outcome, null);
      expect(await findInboundMail(desk.db, second.id)).toMatchObject({ outcome: 'received' });
      expect((await received(again(raw, 'third'))).outcome).toBe('duplicate');
      await ends(second.id, outcome, null);
      const late = await received(again(raw, 'late'));

      expect(late.outcome).toBe('duplicate');
      const files = await query<{ content: Buffer }>(
        desk.db,
        `SELECT content FROM files f JOIN inbound_mails i ON i.file_id = f.id
         WHERE i.outcome = 'received'`,
      );
      expect(files.map(({ content }) => content.toString().split('\r\n')[0])).toEqual([
        'Received: third',
      ]);
    },
  );

  test('learns of the ticket that was made of the first, and keeps no file', async () => {
    const raw = written();
    const first = await received(raw);
    const second = await received(again(raw, 'second'));

    await ends(first.id, 'new', 7);

    expect(await findInboundMail(desk.db, second.id)).toMatchObject({
      outcome: 'duplicate',
      ticket: 7,
      fileId: first.id,
    });
    const [files] = await query<{ count: number }>(desk.db, 'SELECT count(*)::int FROM files');
    expect(files).toEqual({ count: 1 });
  });

  test('stored by a former version is known', async () => {
    const raw = written(['Subject: Printer']);
    const first = await received(raw);
    const text = raw.toString();
    const id = /<.*>/.exec(text)![0];
    const former = createHash('sha256')
      .update(JSON.stringify([id, 'kim@customer.example', undefined]))
      .update(text.slice(text.indexOf('\r\n\r\n')))
      .digest('hex');
    await query(desk.db, `UPDATE inbound_mails SET fingerprint = $2 WHERE id = $1`, [
      first.id,
      former,
    ]);

    expect((await received(raw)).outcome).toBe('duplicate');
  });
});

test('mail is found by its recipients, in whatever case', async () => {
  const id = await stored(written(), { to: ['Sales@Desk.example', ourAddress] });
  await stored();

  const found = await listInboundMails(desk.db, { q: 'SALES@desk.EXAMPLE', limit: 10 });

  expect(found.map((mail) => mail.id)).toEqual([id]);
});
