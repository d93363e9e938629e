import { randomUUID } from 'node:crypto';
import { query } from '../../db/database';
import {
  countDeliveryAttempt,
  findDeliveryByRfcId,
  finishDelivery,
  noteAccepted,
} from '../../db/delivery-store';
import { findMailboxByAddress } from '../../db/mailbox-store';
import { composeReply } from '../../mail/compose-reply';
import { queueMail } from '../../mail/queue-mail';
import { returnPathFor } from '../../mail/return-path';
import { readEvents } from '../../tickets/read-ticket';
import { submitCommand } from '../../tickets/submit-command';
import { aMailDesk, ourAddress, type MailDesk } from './mail-desk';

let desk: MailDesk;
beforeAll(async () => {
  desk = await aMailDesk();
});
afterAll(() => desk.stop());

/** A ticket with an agent's reply; answers the reply's Message-ID. */
async function aReply(
  cc: string[] = [],
): Promise<{ ticket: number; ours: string; messageId: string }> {
  const { ticket } = await desk.arrives({ subject: 'Printer', text: 'on fire' });
  const messageId = randomUUID();
  const actor = { type: 'agent', id: desk.agent.id, name: desk.agent.name } as const;
  const reply = { ticket: ticket!, agent: desk.agent, messageId, text: 'Please try again.', cc };
  const content = await composeReply(desk.db, reply);
  const change = { type: 'add-reply', messageId } as const;
  const command = { id: randomUUID(), ticket, change, actor };
  expect((await submitCommand(desk.db, command, content)).ok).toBe(true);
  return { ticket: ticket!, ours: content.delivery.rfcMessageId, messageId };
}

/** A report as `form` writes it about the mail `ours`. */
function report(form: keyof typeof forms, ours: string): string {
  return [
    `Message-ID: <${randomUUID()}@mx.example>`,
    `To: ${ourAddress}`,
    ...forms[form](ours),
    '',
  ].join('\r\n');
}

const ofMail = (ours: string) => ['Subject: Re: Printer', `Message-ID: ${ours}`];

/** RFC 3464. */
const byFields = (ours: string, action: string, diagnosis: string) => [
  'From: Mail Delivery System <MAILER-DAEMON@mx.example>',
  'Subject: About your mail',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  '',
  'This is a report.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  'Final-Recipient: rfc822; kim@customer.example',
  `Action: ${action}`,
  `Diagnostic-Code: smtp; ${diagnosis}`,
  '--b',
  'Content-Type: text/rfc822-headers',
  '',
  ...ofMail(ours),
  '--b--',
];

const forms = {
  failed: (ours: string) => byFields(ours, 'failed', '550 5.1.1 no such user'),
  delayed: (ours: string) => byFields(ours, 'delayed', '451 4.7.1 try later'),
  delivered: (ours: string) => byFields(ours, 'delivered', '250 2.0.0 fine'),
  qmail: (ours: string) => [
    'From: MAILER-DAEMON@mx.example',
    'Subject: failure notice',
    '',
    'Hi. This is the qmail-send program at mx.example.',
    "I'm afraid I wasn't able to deliver your message to the following addresses.",
    "This is a permanent error; I've given up. Sorry it didn't work out.",
    '',
    '<kim@customer.example>:',
    '550 5.1.1 sorry, no mailbox here by that name',
    '',
    '--- Below this line is a copy of the message.',
    '',
    ...ofMail(ours),
    '',
    'Please try again.',
  ],
  exim: (ours: string) => [
    'From: Mail Delivery System <Mailer-Daemon@mx.example>',
    'Subject: Mail delivery failed: returning message to sender',
    'X-Failed-Recipients: kim@customer.example',
    '',
    'This message was created automatically by mail delivery software.',
    'A message that you sent could not be delivered. This is a permanent error.',
    '',
    '  kim@customer.example',
    '    host mx2.example [192.0.2.7]',
    '    550 5.1.1 unknown local part',
    '',
    '------ This is a copy of the message, including all the headers. ------',
    '',
    ...ofMail(ours),
  ],
  exchange: (ours: string) => [
    'From: Postmaster <postmaster@corp.example>',
    'Subject: Unzustellbar: Re: Printer',
    `In-Reply-To: ${ours}`,
    '',
    'Ihre Nachricht wurde nicht zugestellt.',
    "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
  ],
  sendmailWarning: (ours: string) => [
    'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>',
    'Subject: Warning: could not send message for past 4 hours',
    '',
    'THIS IS A WARNING MESSAGE ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.',
    '451 4.4.1 reply: read error from mx2.example',
    'Message will be retried for 5 days',
    '',
    ...ofMail(ours),
  ],
} satisfies Record<string, (ours: string) => string[]>;

const stateOf = async (ours: string) => (await findDeliveryByRfcId(desk.db, [ours]))!;

test.each(['failed', 'qmail', 'exim', 'exchange'] as const)(
  'a bounce (%s) marks the very reply that came back, with the server’s words',
  async (form) => {
    const { ticket, ours } = await aReply();

    const mail = await desk.arrives({ bounce: true, raw: report(form, ours) });

    expect(mail).toMatchObject({ outcome: 'bounce', ticket });
    const delivery = await stateOf(ours);
    expect(delivery).toMatchObject({ state: 'bounced' });
    expect(delivery.reason).toContain('5.1.1');
    const events = await readEvents(desk.db, ticket, { afterSeq: 0, limit: 50 });
    expect(events.at(-1)!.type).toBe('message.reply_failed');

    await finishDelivery(desk.db, delivery.id, { state: 'sent', reason: null });
    expect(await stateOf(ours)).toMatchObject({ state: 'bounced', reason: delivery.reason });
  },
);

test('of several mails of ours that a report names, the one that came back is marked', async () => {
  const [old, newer] = [await aReply(), await aReply()];
  const thread = [`References: ${newer.ours} ${old.ours}`, `In-Reply-To: ${old.ours}`];
  await desk.arrives({
    bounce: true,
    raw: [...thread, report('failed', newer.ours)].join('\r\n'),
  });
  expect(await stateOf(newer.ours)).toMatchObject({ state: 'bounced' });
  expect(await stateOf(old.ours)).toMatchObject({ state: 'queued' });

  const last = await aReply();
  const form = report('exchange', '<no-mail-of-ours@customer.example>');
  await desk.arrives({ bounce: true, raw: `References: ${old.ours} ${last.ours}\r\n${form}` });
  expect(await stateOf(last.ours)).toMatchObject({ state: 'bounced' });
  expect(await stateOf(old.ours)).toMatchObject({ state: 'queued' });
});

test('a reply that came back is sent again, to whom it did not reach, and may come back again', async () => {
  const { ticket, ours, messageId } = await aReply(['boss@customer.example']);
  const { id } = await stateOf(ours);
  const arrive = async () => {
    await countDeliveryAttempt(desk.db, id);
    await noteAccepted(desk.db, id, ['kim@customer.example', 'boss@customer.example']);
    await finishDelivery(desk.db, id, { state: 'sent', reason: null });
  };
  const failures = async () =>
    (await readEvents(desk.db, ticket, { afterSeq: 0, limit: 50 })).filter(
      ({ type }) => type === 'message.reply_failed',
    );
  await arrive();
  const first = await desk.arrives({ bounce: true, raw: report('failed', ours) });
  expect(await stateOf(ours)).toMatchObject({ accepted: ['boss@customer.example'] });
  await query(desk.db, `INSERT INTO commands (id) VALUES ('delivery/' || $1)`, [id]);

  const actor = { type: 'agent', id: desk.agent.id, name: desk.agent.name } as const;
  const change = { type: 'retry-reply', messageId } as const;
  const again = await submitCommand(desk.db, { id: randomUUID(), ticket, change, actor });
  expect(again.ok).toBe(true);
  expect(await stateOf(ours)).toMatchObject({ state: 'queued', retries: 1, reason: null });
  await arrive();
  await desk.intake.processAgain(first.id);
  expect(await desk.intake.settled(first.id, 10_000)).toMatchObject({ outcome: 'ignored' });
  expect(await stateOf(ours)).toMatchObject({ state: 'sent' });
  await desk.arrives({ bounce: true, raw: report('qmail', ours) });

  expect(await stateOf(ours)).toMatchObject({ state: 'bounced', accepted: [] });
  expect(await failures()).toHaveLength(2);
});

test('a report that is faster than the server’s own answer leaves who bounced without the mail', async () => {
  const { ours } = await aReply(['boss@customer.example']);
  const { id } = await stateOf(ours);
  await countDeliveryAttempt(desk.db, id);

  await desk.arrives({ bounce: true, raw: report('failed', ours) });
  await noteAccepted(desk.db, id, ['kim@customer.example', 'boss@customer.example']);

  expect(await stateOf(ours)).toMatchObject({
    state: 'bounced',
    accepted: ['boss@customer.example'],
  });
});

test('the answer of an older vacation program to the return path marks nothing', async () => {
  const { ours } = await aReply();
  const mailbox = (await findMailboxByAddress(desk.db, ourAddress))!;
  const plus = { ...mailbox, replyAddress: 'reply' } as const;
  const to = await returnPathFor(desk.db, await stateOf(ours), plus);

  const came = await desk.arrives({
    to,
    bounce: true,
    subject: 'away from my mail',
    text: 'I am away until Monday and read your mail then.',
    headers: { Precedence: 'bulk' },
  });

  expect(came.outcome).not.toBe('bounce');
  expect(await stateOf(ours)).toMatchObject({ state: 'queued' });
});

test.each([
  ['delayed', /goes on trying/],
  ['sendmailWarning', /goes on trying/],
  ['delivered', /arrived/],
] as const)('a report that it is not lost (%s) marks nothing', async (form, reason) => {
  const { ticket, ours } = await aReply();
  const before = await stateOf(ours);

  const mail = await desk.arrives({ bounce: true, raw: report(form, ours) });

  expect(mail).toMatchObject({ outcome: 'ignored', ticket });
  expect(mail.reason).toMatch(reason);
  expect(await stateOf(ours)).toEqual(before);
});

test('a mail to an agent that came back is marked, though it belongs to no ticket', async () => {
  const mail = {
    to: 'gone@desk.example',
    subject: 'Hello',
    text: 'x',
    kind: 'notification',
  } as const;
  const { deliveryId } = await queueMail(desk.db, { key: randomUUID(), ...mail });
  const ours = `<${deliveryId}@${ourAddress.split('@')[1]}>`;

  const came = await desk.arrives({ bounce: true, raw: report('failed', ours) });

  expect(came).toMatchObject({ outcome: 'bounce', ticket: null });
  expect(await stateOf(ours)).toMatchObject({ state: 'bounced' });
});

test('a report that quotes nothing is told by the return path of the very mail', async () => {
  const other = await aReply();
  const { ticket, ours } = await aReply();
  const mailbox = (await findMailboxByAddress(desk.db, ourAddress))!;
  const smtp = { host: 'mx.example', port: 25, security: 'none', user: null } as const;
  const delivery = await stateOf(ours);
  expect(await returnPathFor(desk.db, delivery, { ...mailbox, smtp })).toBe(ourAddress);
  expect(await returnPathFor(desk.db, delivery, mailbox)).toBe(ourAddress);
  const to = await returnPathFor(desk.db, delivery, { ...mailbox, replyAddress: 'reply' });
  expect(to).toMatch(/^reply\+b/);

  const answer = { to, subject: 'Sorry', text: 'The person that you wrote to is unknown here.' };
  const person = await desk.arrives(answer);
  expect(person.outcome).toBe('new');
  expect(await stateOf(ours)).toMatchObject({ state: 'queued' });
  const came = await desk.arrives({ ...answer, from: 'post@mx.example', bounce: true });

  expect(came).toMatchObject({ outcome: 'bounce', ticket });
  expect(await stateOf(ours)).toMatchObject({ state: 'bounced' });
  expect(await stateOf(other.ours)).toMatchObject({ state: 'queued' });
  const forged = to.replace(/-[0-9a-z]{12}@/, '-0123456789ab@');
  await expect(desk.arrives({ ...answer, to: forged, bounce: true })).rejects.toThrow(/550/);
});

test('whoever attaches a mail of ours to another one joins no ticket by that', async () => {
  const { ours } = await aReply();
  const raw = [
    'From: Jo Park <jo.attaches@customer.example>',
    `To: ${ourAddress}`,
    'Subject: Look at this',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'What do they mean?',
    '--b',
    'Content-Type: message/rfc822',
    '',
    ...ofMail(ours),
    '',
    'Please try again.',
    '--b--',
    '',
  ].join('\r\n');

  expect(await desk.arrives({ from: 'jo.attaches@customer.example', raw })).toMatchObject({
    outcome: 'new',
  });
});
