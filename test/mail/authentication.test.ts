import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import { openDns } from '../../mail/dns';
import { signMail } from '../../mail/sign-mail';
import { composeReply } from '../../mail/compose-reply';
import { submitCommand } from '../../tickets/submit-command';
import { aDnsServer, type DnsRecords } from '../support/dns-server';
import { aMailDesk, ourAddress, type MailDesk } from './mail-desk';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const records: DnsRecords = {
  'TXT strict.example': ['v=spf1 -all'],
  'TXT _dmarc.strict.example': ['v=DMARC1; p=reject'],
  'TXT mail._domainkey.strict.example': [`v=DKIM1; k=rsa; p=${p}`],
  'TXT _dmarc.mild.example': ['v=DMARC1; p=none'],
  'TXT mail._domainkey.evil.example': [`v=DKIM1; k=rsa; p=${p}`],
  'TXT blanks.example': ['v=spf1 -all'],
  'TXT _dmarc.blanks.example': ['v=DMARC1; p = reject ; sp = none'],
  'TXT desk.example': ['v=spf1 ip4:127.0.0.1 -all'],
  'TXT forged.example': ['v=spf1 ip4:127.0.0.1 -all'],
};

let dns: Awaited<ReturnType<typeof aDnsServer>>;
let desk: MailDesk;
beforeAll(async () => {
  dns = await aDnsServer(records);
  // Loopback is the internet here.
  desk = await aMailDesk(undefined, {
    resolveDns: openDns([dns.address]),
    relays: [],
    authservIds: [],
  });
});
afterAll(async () => {
  await desk.stop();
  await dns.stop();
});

const written = (from: string, more: string[] = []): string =>
  [
    `From: ${from}`,
    `To: ${ourAddress}`,
    'Subject: Printer',
    `Message-ID: <${randomUUID()}@x.example>`,
    'Date: Mon, 23 Nov 2026 12:00:00 +0000',
    ...more,
    '',
    `on fire ${randomUUID()}`,
    '',
  ].join('\r\n');

async function signed(raw: string, domain = 'strict.example'): Promise<string> {
  const key = {
    domain,
    selector: 'mail',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  return (await signMail(Buffer.from(raw), key, new Date())).toString();
}

/** `sender`: MAIL FROM. */
const arrives = (raw: string, sender = 'x@elsewhere.example') =>
  desk.arrives({ from: sender, raw });

test('mail that fails DMARC for a domain with a policy waits in quarantine, with the reason, and can be released', async () => {
  const held = await arrives(written('Kim <kim@strict.example>'));

  expect(held).toMatchObject({
    outcome: 'quarantined',
    ticket: null,
    authentication: { result: 'fail', by: 'us', domain: 'strict.example', policy: 'reject' },
  });
  expect(held.reason).toContain('strict.example');
  const released = await desk.intake.release(held.id, { by: 'Ana Ruiz' });
  expect(released).toMatchObject({ outcome: 'new' });
});

test('with its domain’s signature it passes, and with one byte changed it does not', async () => {
  const raw = await signed(written('Kim <kim@strict.example>'));

  expect(await arrives(raw)).toMatchObject({
    outcome: 'new',
    authentication: { result: 'pass', dkim: 'pass', dmarc: 'pass' },
  });
  expect(await arrives(raw.replace('on fire', 'on ice.'))).toMatchObject({
    outcome: 'quarantined',
  });
});

test('a domain that asks for nothing, or has no policy, is taken as before', async () => {
  expect(await arrives(written('kim@mild.example'))).toMatchObject({
    outcome: 'new',
    authentication: { result: 'none', policy: 'none' },
  });
  expect(await arrives(written('kim@nowhere.example'))).toMatchObject({
    outcome: 'new',
    authentication: { result: 'none', dmarc: 'none' },
  });
});

test('the signature of a large mail is checked too', async () => {
  const large = `${written('kim@strict.example')}${'Many words.\r\n'.repeat(20_000)}`;
  expect(await arrives(await signed(large))).toMatchObject({
    outcome: 'new',
    authentication: { result: 'pass', dkim: 'pass' },
  });
  const changed = (await signed(large)).replace('Many words', 'More words');
  expect(await arrives(changed)).toMatchObject({ outcome: 'quarantined' });
});

test('of several From addresses the worst counts, and a display name counts for nothing', async () => {
  const both = written('kim@mild.example, ceo@strict.example');
  expect(await arrives(both)).toMatchObject({ outcome: 'quarantined' });
  const named = await arrives(written('"ceo@strict.example" <eve@mild.example>'));
  expect(named).toMatchObject({ outcome: 'new', fromAddress: 'eve@mild.example' });
});

/** A ticket with a reply of the agent; answers how a mail that answers it begins. */
async function anAnsweredTicket(own: MailDesk): Promise<{ ticket: number; answers: string[] }> {
  const { ticket } = await own.arrives({ raw: written('kim@mild.example') });
  const messageId = randomUUID();
  const reply = { ticket: ticket!, agent: own.agent, messageId, text: 'Please try again.' };
  const content = await composeReply(own.db, reply);
  const command = {
    id: randomUUID(),
    ticket,
    change: { type: 'add-reply', messageId } as const,
    actor: { type: 'agent', id: own.agent.id, name: own.agent.name } as const,
  };
  expect((await submitCommand(own.db, command, content)).ok).toBe(true);
  return { ticket: ticket!, answers: [`In-Reply-To: ${content.delivery.rfcMessageId}`] };
}

test('an agent’s address counts as the agent’s only when something speaks for it', async () => {
  const { ticket, answers } = await anAnsweredTicket(desk);
  const answer = () => written(desk.agent.email, answers);

  expect(await arrives(answer())).toMatchObject({ outcome: 'quarantined', ticket });
  expect(await arrives(answer(), desk.agent.email)).toMatchObject({ outcome: 'appended', ticket });
  const [note] = await query<{ kind: string }>(
    desk.db,
    `SELECT kind FROM messages WHERE ticket = $1 ORDER BY created_at DESC LIMIT 1`,
    [ticket],
  );
  expect(note).toEqual({ kind: 'note' });
});

test('the signature of another domain never speaks for an agent, however From is written', async () => {
  const { ticket, answers } = await anAnsweredTicket(desk);
  const { email } = desk.agent;
  const forged = [
    written('eve@evil.example', [`From: ${email}`, ...answers]),
    written(email, ['From: eve@evil.example', ...answers]),
    written(`"a b"@evil.example, ${email}`, answers),
    written('"a b"@evil.example', [`Sender: ${email}`, ...answers]),
    written(email, answers),
  ];
  for (const raw of forged) {
    const mail = await arrives(await signed(raw, 'evil.example'), 'eve@evil.example');
    expect(mail).toMatchObject({ outcome: 'quarantined', ticket });
    expect(mail.authentication).not.toMatchObject({ domain: 'desk.example', result: 'pass' });
  }
  const own = await arrives(await signed(written('eve@evil.example'), 'evil.example'));
  expect(own).toMatchObject({ outcome: 'new', authentication: { result: 'pass' } });
});

test('a policy that is written with blanks is a policy', async () => {
  expect(await arrives(written('kim@blanks.example'))).toMatchObject({
    outcome: 'quarantined',
    authentication: { result: 'fail', policy: 'reject' },
  });
});

test('an agent whom the DNS could not be asked about is nobody, and so is one of two writers', async () => {
  const own = await aMailDesk(undefined, {
    resolveDns: () => Promise.reject(Object.assign(new Error('no answer'), { code: 'ESERVFAIL' })),
    relays: [],
    authservIds: [],
  });
  const dealtWith = async (from: string, more: string[] = []) => {
    const { id } = await own.arrives({ from: own.agent.email, raw: written(from, more) });
    await query(own.db, `UPDATE inbound_mails SET waits = 9, next_attempt_at = now()`);
    return own.intake.settled(id, 5_000);
  };
  try {
    const first = await dealtWith('kim@mild.example');
    const answers = [`In-Reply-To: ${first!.rfcMessageId}`];
    expect(await dealtWith(own.agent.email, answers)).toMatchObject({
      outcome: 'quarantined',
      authentication: { result: 'not-checked' },
    });
    const both = await dealtWith(`${own.agent.email}, x@servfail.example`, answers);
    expect(both).toMatchObject({ outcome: 'quarantined', ticket: first!.ticket });
    expect(both!.reason).toContain('several senders');
  } finally {
    await own.stop();
  }
});

test('a mail waits for a DNS that cannot be asked, and is lost by nothing', async () => {
  const own = await aMailDesk(undefined, {
    resolveDns: () => Promise.reject(Object.assign(new Error('no answer'), { code: 'ESERVFAIL' })),
    relays: [],
    authservIds: [],
  });
  try {
    const mail = await own.arrives({ from: 'kim@mild.example', raw: written('kim@mild.example') });
    expect(mail).toMatchObject({ outcome: 'received', waits: 1, attempts: 0 });
    expect(mail.reason).toContain('DNS');
    await query(own.db, `UPDATE inbound_mails SET waits = 9, next_attempt_at = now()`);
    await own.intake.processLeft();
    expect(await own.intake.settled(mail.id, 5_000)).toMatchObject({
      outcome: 'new',
      authentication: { result: 'not-checked' },
    });
  } finally {
    await own.stop();
  }
});

test('what our own server hands over was checked by it: the topmost header of its counts', async () => {
  const own = await aMailDesk();
  const say = (result: string) =>
    `Authentication-Results: mx.desk.example;\r\n\tdmarc=${result} header.from=strict.example`;
  const top = (results: string[]) => [
    ...results.map(say),
    ...written('kim@strict.example').split('\r\n'),
  ];
  const send = (results: string[]) =>
    own.arrives({ from: 'kim@strict.example', raw: top(results).join('\r\n') });
  try {
    expect(await send(['fail (p=reject)', 'pass'])).toMatchObject({ outcome: 'quarantined' });
    expect(await send(['pass', 'fail (p=reject)'])).toMatchObject({ outcome: 'new' });
    const other = top([]).with(0, 'From: "Kim" <kim@mild.example>');
    const forOther = [say('pass'), ...other].join('\r\n');
    expect(await own.arrives({ from: 'kim@mild.example', raw: forOther })).toMatchObject({
      authentication: { result: 'none', domain: 'strict.example' },
    });
    expect(await send([])).toMatchObject({
      outcome: 'new',
      authentication: { result: 'not-checked', by: 'before-us' },
    });
  } finally {
    await own.stop();
  }
});

test('where the servers that check are named, no other header counts, and an agent needs a pass', async () => {
  const relays = ['127.0.0.0/8'];
  const checks = { resolveDns: openDns([dns.address]), relays, authservIds: ['mx.desk.example'] };
  const own = await aMailDesk(undefined, checks);
  const { email } = own.agent;
  const result = (server: string) =>
    `Authentication-Results: ${server}; dmarc=pass header.from=desk.example`;
  try {
    const { answers } = await anAnsweredTicket(own);
    const answer = (more: string[] = []) =>
      own.arrives({ from: email, raw: [...more, written(email, answers)].join('\r\n') });
    expect(await answer()).toMatchObject({ outcome: 'quarantined' });
    expect(await answer([result('x')])).toMatchObject({ outcome: 'quarantined' });
    expect(await answer([result('mx.desk.example')])).toMatchObject({ outcome: 'appended' });
  } finally {
    await own.stop();
  }
});

describe('what comes by other ways than SMTP', () => {
  let own: MailDesk;
  let answers: string[];
  let ticket: number;
  beforeAll(async () => {
    const resolveDns = openDns([dns.address]);
    own = await aMailDesk(undefined, { resolveDns, relays: ['127.0.0.0/8'], authservIds: [] });
    ({ answers, ticket } = await anAnsweredTicket(own));
  });
  afterAll(() => own.stop());

  const comes = async (raw: string, via: 'imap' | 'sendgrid' | 'http' = 'imap') => {
    const envelope = { from: null, to: [ourAddress] };
    const { id } = await own.intake.receive({ raw: Buffer.from(raw), via, envelope });
    return own.intake.settled(id, 10_000);
  };

  test('an agent’s address alone, or with a header of the sender’s own, is a stranger’s', async () => {
    const { email } = own.agent;
    expect(await comes(written(email, answers))).toMatchObject({ outcome: 'quarantined', ticket });
    const claim = `Authentication-Results: x; dmarc=pass header.from=desk.example`;
    const claimed = await comes(`${claim}\r\n${written(email, answers)}`, 'sendgrid');
    expect(claimed).toMatchObject({ outcome: 'quarantined', ticket });
    const evil = await comes(await signed(written(email, answers), 'evil.example'));
    expect(evil).toMatchObject({
      outcome: 'quarantined',
      authentication: { result: 'not-checked', by: 'us' },
    });
  });

  test('by HTTP with a key of ours an agent’s address is the agent’s, as from our own mail server', async () => {
    expect(await comes(written(own.agent.email, answers), 'http')).toMatchObject({
      outcome: 'appended',
      ticket,
    });
  });

  test('a signature is checked: its domain’s passes, a broken one of a strict domain fails', async () => {
    const raw = await signed(written('kim@strict.example'));
    expect(await comes(raw)).toMatchObject({
      outcome: 'new',
      authentication: { result: 'pass', by: 'us', dkim: 'pass' },
    });
    expect(await comes(raw.replace('on fire', 'on ice.'))).toMatchObject({
      outcome: 'quarantined',
      authentication: { result: 'fail' },
    });
    expect(await comes(written('kim@strict.example'))).toMatchObject({
      outcome: 'new',
      authentication: { result: 'not-checked' },
    });
  });
});
