import { randomUUID } from 'node:crypto';
import { blockSender } from '../../db/blocked-sender-store';
import { inTransaction, query } from '../../db/database';
import {
  countImapFailures,
  countLeftOutMails,
  holdImapPosition,
  letGoImapPosition,
  listFetchedMailboxes,
} from '../../db/imap-position-store';
import { findMailboxHealth, forgetMailboxHealth } from '../../db/mailbox-health-store';
import { findMailboxByAddress, updateMailbox, type ImapAccount } from '../../db/mailbox-store';
import { openSecretBox } from '../../db/secret-box';
import { fetchMailboxes } from '../../mail/imap/fetch-mailboxes';
import { fetchNewMails, type FetchDeps } from '../../mail/imap/fetch-new-mails';
import { openFolder } from '../../mail/imap/open-folder';
import { eventually } from '../support/eventually';
import { anImapAccount } from '../support/imap-account';
import { aMailDesk, ourAddress, rowsOf, silent, type MailDesk } from './mail-desk';

let desk: MailDesk;
let account: Awaited<ReturnType<typeof anImapAccount>>;
let stops: (() => Promise<void>)[] = [];
const secrets = openSecretBox('a key for the tests', { secret: Buffer.alloc(32) });

beforeEach(async () => {
  desk = await aMailDesk();
  account = await anImapAccount({
    user: 'help',
    password: 'sesame',
    folders: ['INBOX', 'Support'],
  });
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  account.stop();
  await desk.stop();
});

/** Sets the account in the settings of the mailbox. */
async function setAccount(password = 'sesame', fields: Partial<ImapAccount> = {}): Promise<void> {
  const mailbox = (await findMailboxByAddress(desk.db, ourAddress))!;
  const server = { host: '127.0.0.1', port: account.port, security: 'none', user: 'help' } as const;
  await updateMailbox(desk.db, mailbox.id, {
    imap: { ...server, folder: 'INBOX', since: null, ...fields },
    imapPassword: secrets.seal(password),
  });
}

/** One process more fetches. */
function fetches(more: Partial<Parameters<typeof fetchMailboxes>[0]> = {}): () => Promise<void> {
  const { db, intake } = desk;
  const stop = fetchMailboxes({ db, intake, secrets, log: silent, ...more });
  stops.push(stop);
  return stop;
}

const mail = (name: string, more = ''): string =>
  [
    'From: Kim <kim@customer.example>',
    `To: ${ourAddress}`,
    `Subject: Matter ${name}`,
    `Message-ID: <${name}@customer.example>`,
    'Date: Mon, 23 Nov 2026 12:00:00 +0000',
    '',
    `About ${name}. ${more}`,
  ].join('\r\n');

const arrived = () =>
  rowsOf<{ subject: string; outcome: string; via: string }>(
    desk.db,
    `SELECT subject, outcome, via FROM inbound_mails WHERE outcome <> 'received'
     ORDER BY received_at, id`,
  );
const until = (count: number) =>
  eventually(async () => {
    const rows = await arrived();
    return rows.length >= count ? rows : undefined;
  }, 20_000);

test('what is in the folder and what comes to it later becomes tickets; nothing there changes', async () => {
  account.put(mail('long-ago'), { arrivedAt: new Date('2026-10-01T12:00:00Z') });
  account.put(mail('read-elsewhere'), { flags: ['\\Seen'] });
  account.put(mail('in-another-folder'), { folder: 'Support' });
  await setAccount('sesame', { since: '2026-11-01' });
  fetches();
  expect(await until(1)).toEqual([
    { subject: 'Matter read-elsewhere', outcome: 'new', via: 'imap' },
  ]);

  account.put(mail('later'));
  account.put('From: old@customer.example\r\nTo: help@desk.example\r\n\r\nNo date, no id.');
  const rows = await until(3);
  expect(rows.map(({ subject }) => subject)).toEqual(['Matter read-elsewhere', 'Matter later', '']);
  expect(account.flagsIn('INBOX')).toEqual([[], ['\\Seen'], [], []]);
  const [mailbox] = await listFetchedMailboxes(desk.db);
  const [health] = await findMailboxHealth(desk.db, mailbox!.id);
  expect(health).toMatchObject({ way: 'imap', problem: null });
});

test('a crash at any moment neither loses nor repeats a mail', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `number-${index}`);
  for (const name of names) account.put(mail(name));
  await setAccount();
  const [mailbox] = await listFetchedMailboxes(desk.db);
  const { id: mailboxId, imap, address } = mailbox!;

  let calls = 0;
  const crashing: Pick<typeof desk.intake, 'receive'> = {
    async receive(raw, alongside) {
      calls += 1;
      if (calls % 3 === 0) throw new Error('it fell before the mail was stored');
      if (calls % 3 === 1) return desk.intake.receive(raw, alongside);
      await desk.intake.receive(raw, async (transaction) => {
        await alongside?.(transaction);
        if (calls % 2 === 0) throw new Error('it fell in the middle');
      });
      throw new Error('it fell after the mail was stored');
    },
  };
  const life = async (): Promise<boolean> => {
    const hold = { mailboxId, holder: randomUUID() };
    const position = (await holdImapPosition(desk.db, { ...hold, imap, seconds: 60 }))!;
    const { client } = await openFolder(imap, 'sesame');
    try {
      const folder = { client, hold, address, imap, position };
      await fetchNewMails({ db: desk.db, intake: crashing }, folder, new AbortController().signal);
      return true;
    } catch {
      return false;
    } finally {
      client.close();
      await letGoImapPosition(desk.db, hold);
    }
  };
  let lives = 1;
  while (!(await life())) lives += 1;
  expect(lives).toBeGreaterThan(5);
  const rows = await until(12);
  expect(rows.map(({ outcome }) => outcome)).toEqual(names.map(() => 'new'));
  expect(rows.map(({ subject }) => subject).sort()).toEqual(
    names.map((name) => `Matter ${name}`).sort(),
  );
});

test('of two processes one fetches; the other goes on when it ends', async () => {
  await setAccount();
  const endFirst = fetches();
  await eventually(() => account.connections() === 1);
  fetches();
  for (const name of ['a', 'b', 'c']) account.put(mail(name));
  await until(3);
  expect(account.connections()).toBe(1);
  await endFirst();
  account.put(mail('d'));
  expect((await until(4)).map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new', 'new']);
});

test('a folder that was numbered anew brings nothing twice, and what is new in it', async () => {
  const nameless = 'From: kim@customer.example\r\nReceived: by mx1; at noon\r\n\r\nNo id.';
  account.put(nameless);
  account.put(mail('before'));
  await setAccount();
  fetches();
  await until(2);
  account.put(mail('while-away'));
  account.renumber('INBOX');
  await eventually(async () => (await arrived()).some(({ subject }) => /while-away/.test(subject)));
  const became = await rowsOf<{ outcome: string }>(
    desk.db,
    `SELECT outcome FROM inbound_mails WHERE outcome <> 'duplicate'`,
  );
  expect(became).toHaveLength(3);
});

test('a wrong password is told in the health of the mailbox; the right one is taken up', async () => {
  account.put(mail('waiting'));
  await setAccount('open');
  fetches();
  const [mailbox] = await listFetchedMailboxes(desk.db);
  const health = () => findMailboxHealth(desk.db, mailbox!.id).then(([first]) => first);
  const bad = await eventually(async () => (await health())?.problem, 20_000);
  expect(bad).toMatch(/^127\.0\.0\.1 refuses the user or the password\./);
  await setAccount('sesame', { folder: 'Nowhere' });
  await eventually(async () => /no folder Nowhere/.test((await health())?.problem ?? ''), 20_000);
  await setAccount('sesame');
  await until(1);
  await eventually(async () => (await health())?.problem === null, 20_000);
});

test('a broken connection is made anew; a server that tells nothing is asked', async () => {
  await setAccount();
  fetches();
  account.put(mail('first'));
  await until(1);
  account.endConnections();
  account.put(mail('second'));
  await until(2);
});

test('of a mail that is too large a notice comes', async () => {
  account.put(mail('large', 'x'.repeat(1_500_000)));
  account.put(mail('small'));
  await setAccount();
  fetches({ maxMegabytes: 1 });
  const rows = await until(2);
  expect(rows.map(({ subject }) => subject)).toEqual(['Matter large', 'Matter small']);
  const [first] = await query<{ text: string }>(
    desk.db,
    `SELECT m.text FROM messages m JOIN inbound_mails i ON i.message_id = m.id
     WHERE i.subject = 'Matter large'`,
  );
  expect(first!.text).toBe(
    '[This mail has 2 MB and was not fetched; 1 MB is the most. It is in the folder INBOX of the mailbox.]',
  );
});

test('a mail that can never be stored gives way to a notice, and the mailbox says so', async () => {
  account.put(mail('before'));
  account.put(mail('poison'));
  account.put(mail('behind'));
  await setAccount();
  const intake: typeof desk.intake = {
    ...desk.intake,
    receive: async (arrived, alongside) => {
      if (/About poison/.test(arrived.raw.toString())) await postgresSays('22021');
      return desk.intake.receive(arrived, alongside);
    },
  };
  fetches({ intake, triesBeforeNotice: 2 });

  const rows = await until(3);
  expect(rows.map(({ subject }) => subject)).toEqual([
    'Matter before',
    'Matter poison',
    'Matter behind',
  ]);
  const [notice] = await query<{ text: string }>(
    desk.db,
    `SELECT m.text FROM messages m JOIN inbound_mails i ON i.message_id = m.id
     WHERE i.subject = 'Matter poison'`,
  );
  expect(notice!.text).toMatch(/^\[This mail could not be fetched.* INBOX of the mailbox\.\]$/);
  const [mailbox] = await listFetchedMailboxes(desk.db);
  await eventually(async () => {
    const [health] = await findMailboxHealth(desk.db, mailbox!.id);
    return leftOut.test(health?.problem ?? '');
  }, 10_000);
});

const leftOut = /^A mail in the folder INBOX could not be fetched/;

/** Any statement fails with this SQLSTATE. */
const postgresSays = (code: string) =>
  query(desk.db, `DO 'BEGIN RAISE EXCEPTION ''no'' USING ERRCODE = ''${code}''; END'`);

/** Fetches once what is new. `server` stands before what the server answers of a mail's content. */
async function look(
  server: (uid: string, end: () => void) => 'sends' | 'withholds' | 'gone' = () => 'sends',
  deps: Partial<FetchDeps> = {},
): Promise<number> {
  const { db, intake } = desk;
  const [mailbox] = await listFetchedMailboxes(db);
  const { id: mailboxId, imap, address } = mailbox!;
  const hold = { mailboxId, holder: randomUUID() };
  const position = (await holdImapPosition(db, { ...hold, imap, seconds: 60 }))!;
  const { client } = await openFolder(imap, 'sesame');
  const real = client.fetchOne.bind(client);
  client.fetchOne = async (...asked) => {
    if (typeof asked[1] !== 'object' || !asked[1].source) return real(...asked);
    const does = server(String(asked[0]), () => client.close());
    const found = does !== 'gone' && (await real(...asked));
    return found && does === 'withholds' ? { ...found, source: undefined as never } : found;
  };
  try {
    const folder = { client, hold, address, imap, position };
    const all = { db, intake, triesBeforeNotice: 2, ...deps };
    return (await fetchNewMails(all, folder, new AbortController().signal)).lastUid;
  } finally {
    client.close();
    await letGoImapPosition(db, hold);
  }
}

const mailboxId = async () => (await listFetchedMailboxes(desk.db))[0]!.id;
const failuresOf = async (uid: number) =>
  countImapFailures(desk.db, { mailboxId: await mailboxId() }, uid);
const countLeftOut = async () => countLeftOutMails(desk.db, { mailboxId: await mailboxId() });

test('a mail whose content the server does not send is tried again, and one that is gone is passed over', async () => {
  account.put(mail('withheld'));
  account.put(mail('gone'));
  await setAccount();
  const gone = (uid: string) => (uid === '2' ? 'gone' : 'sends');
  await expect(look((uid) => (uid === '2' ? 'gone' : 'withholds'))).rejects.toThrow(
    'did not send it',
  );
  expect(await arrived()).toEqual([]);
  expect(await look(gone)).toBe(2);
  expect((await until(1)).map(({ subject }) => subject)).toEqual(['Matter withheld']);
  expect(await countLeftOut()).toBe(0);
});

test.each([
  { what: 'is not sent', does: (): 'withholds' => 'withholds' },
  {
    what: 'ends the connection',
    does: (end: () => void): 'sends' => {
      end();
      return 'sends';
    },
  },
])('a mail that $what each time gives way to a notice while others come', async ({ does }) => {
  for (const name of ['before', 'broken', 'behind']) account.put(mail(name));
  await setAccount();
  const server = (uid: string, end: () => void) => (uid === '2' ? does(end) : 'sends');
  await expect(look(server)).rejects.toThrow();
  await expect(look(server)).rejects.toThrow();
  expect(await failuresOf(2)).toBe(2);
  expect(await look(server)).toBe(3);
  expect(await failuresOf(2)).toBe(0);
  expect(await countLeftOut()).toBe(1);
  expect(await until(3)).toHaveLength(3);
});

test.each([
  { what: 'sends no mail', does: (): 'withholds' => 'withholds' },
  {
    what: 'ends the connection at every mail',
    does: (_: string, end: () => void): 'sends' => {
      end();
      return 'sends';
    },
  },
])('a server that $what makes no notices, however long', async ({ does }) => {
  for (const name of ['a', 'b', 'c']) account.put(mail(name));
  await setAccount();
  for (let times = 0; times < 6; times += 1) await expect(look(does)).rejects.toThrow();
  expect(await look()).toBe(3);
  expect((await until(3)).map(({ outcome }) => outcome)).toEqual(['new', 'new', 'new']);
  expect(await countLeftOut()).toBe(0);
});

test('a database that can store nothing makes no notices, however long', async () => {
  account.put(mail('a'));
  account.put(mail('b'));
  await setAccount();
  const diskIsFull = '53100';
  const receive: typeof desk.intake.receive = async () => {
    await postgresSays(diskIsFull);
    throw new Error('it goes on');
  };
  for (let times = 0; times < 6; times += 1) {
    await expect(look(undefined, { intake: { receive } })).rejects.toMatchObject({
      cause: { parent: { code: diskIsFull } },
    });
  }
  expect(await look()).toBe(2);
  expect(await countLeftOut()).toBe(0);
});

test('in a folder that was numbered anew no mail has failed yet', async () => {
  account.put(mail('broken'));
  account.put(mail('behind'));
  await setAccount();
  const server = (uid: string) => (uid === '1' ? 'withholds' : 'sends');
  await expect(look(server)).rejects.toThrow();
  await expect(look(server)).rejects.toThrow();
  expect(await failuresOf(1)).toBe(2);
  account.renumber('INBOX');
  expect(await look()).toBe(2);
  await until(2);
  expect(await countLeftOut()).toBe(0);
});

test('what is held back is a duplicate in a folder that was numbered anew; a copy that comes later is not', async () => {
  const outOfOffice = mail('away').replace('\r\n', '\r\nAuto-Submitted: auto-replied\r\n');
  const unwanted = mail('unwanted').replaceAll('kim@customer', 'spam@blocked');
  const blocked = { pattern: 'spam@blocked.example', blockedBy: 'Ana' };
  await inTransaction(desk.db, (transaction) => blockSender(desk.db, blocked, transaction));
  account.put(outOfOffice);
  account.put(unwanted);
  await setAccount();
  await look();
  const outcomes = async (count: number) =>
    (await until(count)).map(({ outcome }) => outcome).sort();
  expect(await outcomes(2)).toEqual(['blocked', 'ignored']);

  account.renumber('INBOX');
  await look();
  expect(await outcomes(4)).toEqual(['blocked', 'duplicate', 'duplicate', 'ignored']);

  account.put(outOfOffice);
  await look();
  expect(await outcomes(5)).toEqual(['blocked', 'duplicate', 'duplicate', 'ignored', 'ignored']);
  const { outcome } = await desk.intake.receive({
    raw: Buffer.from(outOfOffice),
    via: 'imap',
    envelope: { from: null, to: ['sales@desk.example'] },
    isLookedAtAgain: true,
  });
  expect(outcome).toBe('received');
});

test('a mail that was left out is told for a day, whichever process fetches', async () => {
  for (const name of ['broken', 'behind']) account.put(mail(name));
  await setAccount();
  const server = (uid: string) => (uid === '1' ? 'withholds' : 'sends');
  await expect(look(server)).rejects.toThrow();
  await expect(look(server)).rejects.toThrow();
  await look(server);
  const problem = async () => (await findMailboxHealth(desk.db, await mailboxId()))[0]?.problem;
  const stop = fetches();
  await eventually(async () => leftOut.test((await problem()) ?? ''), 10_000);
  await stop();

  await query(
    desk.db,
    `UPDATE imap_positions SET left_out_at = ARRAY[now() - interval '25 hours']`,
  );
  await forgetMailboxHealth(desk.db, await mailboxId(), 'imap');
  fetches();
  await eventually(async () => (await problem()) === null, 10_000);
});
