import { dkimVerify } from 'mailauth/lib/dkim/verify';
import { createMailActivities } from '../../activities/mail-activities';
import { countSending, createDomain, deleteDomain, limitDomain } from '../../db/domain-store';
import { randomUUID } from 'node:crypto';
import { planNotifications } from '../../automation/plan-notifications';
import { startDeliveries } from '../../automation/start-deliveries';
import { listCaughtMails, type CaughtMail } from '../../db/caught-mail-store';
import { inTransaction, query } from '../../db/database';
import { findDelivery, markBounced } from '../../db/delivery-store';
import { findOrCreateRequester } from '../../db/requester-store';
import { removeMailTemplate, storeMailTemplate } from '../../db/mail-template-store';
import { listMailboxHealth } from '../../db/mailbox-health-store';
import { createMailbox, listMailboxes, updateMailbox } from '../../db/mailbox-store';
import { openSecretBox } from '../../db/secret-box';
import { composeReply } from '../../mail/compose-reply';
import { startLocalCatcher } from '../../mail/local-catcher';
import { newDomain } from '../../mail/new-domain';
import { queueMail } from '../../mail/queue-mail';
import { readThread } from '../../tickets/read-thread';
import { readEvents } from '../../tickets/read-ticket';
import { submitCommand } from '../../tickets/submit-command';
import { deliverMailWorkflowId } from '../../workflows/messages';
import { silent } from '../mail/mail-desk';
import { aVerifiedDomain } from '../support/verified-domain';
import { eventually } from '../support/eventually';
import { aMailServer } from '../support/mail-server';
import { recordedHistories, recordHistory, replay } from '../support/histories';
import { aRunningDesk, type RunningDesk } from '../support/running-desk';

let desk: RunningDesk;
let agent: { id: string; name: string; email: string };
let catcher: Awaited<ReturnType<typeof startLocalCatcher>>;
let smtpUrl = '';

beforeAll(async () => {
  desk = await aRunningDesk({
    plans: [planNotifications({ publicUrl: 'https://desk.example' })],
    sweeps: [{ name: 'deliveries', wokenBy: 'deliveries', sweep: startDeliveries }],
    activities: { smtpUrl: () => smtpUrl, mailIsCaught: true } as never,
  });
  await createMailbox(desk.db, { name: 'Example Support', address: 'help@desk.example' });
  agent = (await anAgentRow('Ana Ruiz', 'ana@desk.example'))!;
  catcher = await startLocalCatcher({ db: desk.db, log: silent });
});
beforeEach(() => {
  smtpUrl = catcher.url;
});
afterAll(async () => {
  await desk.stop();
  await catcher.stop();
});

async function anAgentRow(name: string, email: string) {
  const [row] = await query<{ id: string; name: string; email: string }>(
    desk.db,
    `INSERT INTO agents (name, email, role) VALUES ($1, $2, 'agent') RETURNING id, name, email`,
    [name, email],
  );
  return row;
}

async function aTicket(assigneeId: string | null = null): Promise<number> {
  const requester = await findOrCreateRequester(desk.db, {
    email: 'kim@customer.example',
    name: 'Kim Lee',
  });
  const messageId = randomUUID();
  const outcome = await submitCommand(
    desk.db,
    {
      id: randomUUID(),
      ticket: null,
      change: {
        type: 'create',
        messageId,
        ticket: {
          title: 'The printer\r\nBcc: everybody@else.example',
          description: 'secret-words-of-the-customer',
          priority: 'urgent',
          requester: { type: requester.type, id: requester.id },
          assigneeId,
          tags: [],
          source: 'mail',
          followUpOf: null,
        },
      },
      actor: { type: 'agent', id: randomUUID(), name: 'Ben Okri' },
    },
    {
      message: {
        id: messageId,
        kind: 'description',
        direction: 'in',
        author: { type: 'customer', id: requester.id, name: 'Kim Lee', email: requester.email },
        text: 'It burns.\n\nOn Monday, Somebody wrote:\n> old words',
        html: null,
        rfcMessageId: '<first@customer.example>',
        rfcReferences: [],
        recipients: { to: ['help@desk.example'], cc: [] },
      },
    },
  );
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

async function agentReplies(
  ticket: number,
  cc: string[] = [],
): Promise<{ deliveryId: string; messageId: string; rfcMessageId: string }> {
  const messageId = randomUUID();
  const text = 'secret-words-of-the-agent: pull the plug <now> & wait';
  const content = await composeReply(desk.db, { ticket, agent, messageId, text, cc });
  await submitCommand(
    desk.db,
    {
      id: randomUUID(),
      ticket,
      change: { type: 'add-reply', messageId },
      actor: { type: 'agent', id: agent.id, name: agent.name },
    },
    content,
  );
  const { id: deliveryId, rfcMessageId } = content.delivery;
  return { deliveryId, messageId, rfcMessageId };
}

const caught = (messageId: string): Promise<CaughtMail> =>
  eventually(async () =>
    (await listCaughtMails(desk.db, { limit: 100 })).find((mail) => mail.messageId === messageId),
  );

const deliveryState = async (ticket: number) =>
  (await readThread(desk.db, ticket, { limit: 10 })).at(-1)!.delivery;

const workflowOf = (deliveryId: string, retries = 0) =>
  desk.engine.call('finding a workflow', (client) =>
    Promise.resolve(
      client.getHandle(deliverMailWorkflowId(desk.installation, deliveryId, retries)),
    ),
  );

async function agentSendsAgain(ticket: number, messageId: string): Promise<boolean> {
  const change = { type: 'retry-reply', messageId } as const;
  const actor = { type: 'agent', id: agent.id, name: agent.name } as const;
  return (await submitCommand(desk.db, { id: randomUUID(), ticket, change, actor })).ok;
}

/** Notices to agents go out by the same server. */
function toCustomers({ recipients, raws }: Awaited<ReturnType<typeof aMailServer>>) {
  const all = recipients.map((to, at) => ({ to: to.join(), raw: raws[at]! }));
  return all.filter(({ to }) => to.endsWith('@customer.example'));
}

const typesOf = async (ticket: number) =>
  (await readEvents(desk.db, ticket, { afterSeq: 0, limit: 20 })).map(({ type }) => type);

test('a reply goes out with the agent’s name, the tag, the thread and both kinds of text', async () => {
  const ticket = await aTicket();

  const { rfcMessageId, deliveryId } = await agentReplies(ticket);

  const mail = await caught(rfcMessageId);
  expect(mail.from).toBe('Ana Ruiz at Example Support <help@desk.example>');
  expect(mail.to).toEqual(['kim@customer.example']);
  expect(mail.subject).toMatch(
    new RegExp(`^Re: The printer Bcc: everybody@else.example \\[#${ticket}-[0-9a-z]{8}\\]$`),
  );
  expect(mail.inReplyTo).toBe('<first@customer.example>');
  expect(mail.references).toEqual(['<first@customer.example>']);
  expect(mail.text).toContain('pull the plug <now> & wait');
  expect(mail.text).toContain('> It burns.');
  expect(mail.text).not.toContain('old words');
  expect(mail.html).toContain('&#60;now&#62;');
  expect(mail.raw.toString()).not.toMatch(/^bcc:/im);
  await (await workflowOf(deliveryId)).result();
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', messageId: rfcMessageId });
  const events = await readEvents(desk.db, ticket, { afterSeq: 0, limit: 10 });
  expect(events.at(-1)!.type).toBe('message.reply_delivered');
  await recordHistory(await workflowOf(deliveryId), 'deliver-mail.sent');
});

test('an admin’s words are what arrives, around the agent’s own; what is queued keeps the words it had', async () => {
  const ticket = await aTicket();
  const store = (body: string) =>
    inTransaction(desk.db, async (transaction) => {
      const words = { key: 'reply', subject: null, body, updatedBy: 'Nora' } as const;
      await storeMailTemplate(desk.db, words, transaction);
    });
  const server = await aMailServer([451]);
  smtpUrl = server.url;
  await store('Dear {{requester.name}},\n\n{{reply}}\n\nYours, {{agent.name}} <3');

  const { deliveryId } = await agentReplies(ticket);
  await eventually(() => server.raws[0]);
  await store('{{reply}}\n\nToo late.');
  await (await workflowOf(deliveryId)).result();

  expect(server.raws).toHaveLength(2);
  const raw = server.raws[1]!.toString();
  expect(raw).toMatch(
    /Dear Kim Lee,\r\n\r\nsecret-words-of-the-agent: .*\r\n\r\nYours, Ana Ruiz <3\r\n\r\nOn .* wrote:/,
  );
  expect(raw).toContain('Dear Kim Lee,<br>');
  expect(raw).toContain('Yours, Ana Ruiz &#60;3');
  expect(raw).not.toContain('Too late.');
  await inTransaction(desk.db, (transaction) => removeMailTemplate(desk.db, 'reply', transaction));
  server.stop();
});

test('a server that says later is asked again, with the same bytes under the same Message-ID', async () => {
  const server = await aMailServer([451, 421]);
  smtpUrl = server.url;
  const ticket = await aTicket();

  const { deliveryId } = await agentReplies(ticket);
  await (await workflowOfStarted(deliveryId)).result();

  expect(server.raws).toHaveLength(3);
  expect(server.raws[1]!.equals(server.raws[0]!)).toBe(true);
  expect(server.raws[2]!.equals(server.raws[0]!)).toBe(true);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent' });
  await recordHistory(await workflowOf(deliveryId), 'deliver-mail.retried');
  server.stop();
});

test('a server that says never ends it at once, and its words are shown on the reply', async () => {
  const server = await aMailServer([550, 550, 550]);
  smtpUrl = server.url;
  const ticket = await aTicket();

  const { deliveryId } = await agentReplies(ticket);
  await (await workflowOfStarted(deliveryId)).result();

  expect(server.raws).toHaveLength(1);
  expect(await deliveryState(ticket)).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('550 not for <kim@customer.example>') as string,
  });
  const events = await readEvents(desk.db, ticket, { afterSeq: 0, limit: 10 });
  expect(events.at(-1)).toMatchObject({ type: 'message.reply_failed' });
  await recordHistory(await workflowOf(deliveryId), 'deliver-mail.refused');
  server.stop();
});

test('whoever a server takes it for later is asked again, alone and with the same bytes', async () => {
  const server = await aMailServer([]);
  server.refusals.set('kim@customer.example', 450);
  smtpUrl = server.url;
  const ticket = await aTicket();

  const { deliveryId } = await agentReplies(ticket, ['boss@customer.example']);
  const waiting = await eventually(async () => (await deliveryState(ticket))?.reason);
  expect(waiting).toMatch(/^It did not reach kim@customer\.example \(450 .*\)$/);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'queued' });
  server.refusals.clear();
  await (await workflowOf(deliveryId)).result();

  const sent = toCustomers(server);
  expect(sent.map(({ to }) => to)).toEqual(['boss@customer.example', 'kim@customer.example']);
  expect(sent[1]!.raw.equals(sent[0]!.raw)).toBe(true);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
  server.stop();
});

test('a reply that one of them will never get has failed, and is sent again to that one only', async () => {
  const server = await aMailServer([]);
  server.refusals.set('kim@customer.example', 550);
  smtpUrl = server.url;
  const ticket = await aTicket();

  const { deliveryId, messageId } = await agentReplies(ticket, ['boss@customer.example']);
  await (await workflowOfStarted(deliveryId)).result();

  expect(await deliveryState(ticket)).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^It did not reach kim@customer\.example \(550 /) as string,
  });
  expect((await typesOf(ticket)).at(-1)).toBe('message.reply_failed');
  server.refusals.clear();
  expect(await agentSendsAgain(ticket, messageId)).toBe(true);
  await (await workflowOfStarted(deliveryId, 1)).result();
  const sent = toCustomers(server);
  expect(sent.map(({ to }) => to)).toEqual(['boss@customer.example', 'kim@customer.example']);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
  server.stop();
});

test('a mail that came back before it was told to be sent is not told to have arrived, and is sent again', async () => {
  smtpUrl = 'smtp://127.0.0.1:1';
  const ticket = await aTicket();
  const { deliveryId, messageId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);

  await markBounced(desk.db, deliveryId, {
    reason: 'It came back.',
    recipients: [],
    reportedAt: new Date(),
  });
  expect(await agentSendsAgain(ticket, messageId)).toBe(false);
  await (await workflowOf(deliveryId)).result();

  expect(await typesOf(ticket)).not.toContain('message.reply_delivered');
  expect(await deliveryState(ticket)).toMatchObject({ state: 'bounced', reason: 'It came back.' });
  smtpUrl = catcher.url;
  expect(await agentSendsAgain(ticket, messageId)).toBe(true);
  await (await workflowOfStarted(deliveryId, 1)).result();
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
});

test('what came back while it waited to be sent again can be sent again all the same', async () => {
  smtpUrl = 'smtp://127.0.0.1:1';
  const ticket = await aTicket();
  const { deliveryId, messageId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);
  await query(
    desk.db,
    `UPDATE deliveries SET state = 'bounced', workflow_started = false, retries = 1,
       next_start_at = now() WHERE id = $1`,
    [deliveryId],
  );

  await eventually(() => agentSendsAgain(ticket, messageId), 20_000);

  expect(await findDelivery(desk.db, deliveryId)).toMatchObject({ state: 'queued', retries: 2 });
});

test('no server at all is waited for', async () => {
  smtpUrl = 'smtp://127.0.0.1:1';
  const ticket = await aTicket();
  const { rfcMessageId, deliveryId } = await agentReplies(ticket);
  await eventually(async () => ((await deliveryState(ticket))?.reason ? true : undefined));
  expect(await deliveryState(ticket)).toMatchObject({ state: 'queued' });

  smtpUrl = catcher.url;

  await caught(rfcMessageId);
  await (await workflowOf(deliveryId)).result();
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
});

test('a mailbox’s own server is signed in to, and its health tells a wrong password', async () => {
  const server = await aMailServer([], { user: 'desk', password: 'sesame' });
  const [mailbox] = await listMailboxes(desk.db);
  const own = (password: string) =>
    updateMailbox(desk.db, mailbox!.id, {
      smtp: { host: '127.0.0.1', port: server.port, security: 'none', user: 'desk' },
      smtpPassword: desk.secrets.seal(password),
    });
  const health = async () => (await listMailboxHealth(desk.db))[0]!;
  const domain = await aVerifiedDomain(desk.db, 'desk.example');
  await own('open');
  const ticket = await aTicket();

  const { deliveryId, rfcMessageId } = await agentReplies(ticket);
  const failing = await eventually(async () => ((await health()).problem ? health() : undefined));
  expect(failing).toMatchObject({ mailboxId: mailbox!.id, way: 'smtp' });
  expect(failing.problem).toMatch(/^127\.0\.0\.1 refuses the user or the password\. \(.*535/);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'queued', reason: failing.problem });
  expect(server.raws).toHaveLength(0);

  await own('sesame');
  await (await workflowOf(deliveryId)).result();
  expect(server.raws.map(String)).toEqual([expect.stringContaining(rfcMessageId)]);
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
  expect(await health()).toMatchObject({ problem: null, failingSince: null });
  const mails = await listCaughtMails(desk.db, { limit: 100 });
  expect(mails.filter(({ messageId }) => messageId === rfcMessageId)).toEqual([]);

  await updateMailbox(desk.db, mailbox!.id, { smtp: null });
  await deleteDomain(desk.db, domain.id);
  server.stop();
});

test('what leaves by a real server waits for its domain to be verified, and is then signed by its key', async () => {
  const server = await aMailServer([451]);
  const [mailbox] = await listMailboxes(desk.db);
  const smtp = { host: '127.0.0.1', port: server.port, security: 'none', user: null } as const;
  await updateMailbox(desk.db, mailbox!.id, { smtp });
  const ticket = await aTicket();

  const { deliveryId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);
  expect(await deliveryState(ticket)).toMatchObject({
    state: 'queued',
    reason: expect.stringContaining('Settings → Domains') as string,
  });
  expect(server.raws).toHaveLength(0);
  const domain = await aVerifiedDomain(desk.db, 'desk.example');
  await (await workflowOf(deliveryId)).result();

  const [first, second] = server.raws;
  expect(second!.equals(first!)).toBe(true);
  const { dkimSelector: selector, dkimPublicKey } = domain;
  const { results } = await dkimVerify(second!, {
    resolver: (name) => {
      expect(name).toBe(`${selector}._domainkey.desk.example`);
      return Promise.resolve([[`v=DKIM1; k=rsa; p=${dkimPublicKey}`]]);
    },
  });
  expect(results.map(({ status }) => [status.result, status.aligned])).toEqual([
    ['pass', 'desk.example'],
  ]);
  await updateMailbox(desk.db, mailbox!.id, { smtp: null });
  await deleteDomain(desk.db, domain.id);
  server.stop();
});

/** So that the minute does not end in the middle of a test. */
const beginLongMinute = () =>
  query(
    desk.db,
    `UPDATE domains SET counted = 0,
       counted_minute = date_trunc('minute', now()) + interval '10 minutes' RETURNING id`,
  );

test('a domain sends as many mails in a minute as its limit says; the next waits, and is not a failure', async () => {
  const domain = await aVerifiedDomain(desk.db, 'desk.example');
  await limitDomain(desk.db, domain.id, 1);
  await beginLongMinute();
  expect([await countSending(desk.db, domain.id), await countSending(desk.db, domain.id)]).toEqual([
    true,
    false,
  ]);
  const ticket = await aTicket();
  await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);
  expect((await deliveryState(ticket))!.reason).toContain('limit for a minute');
  await deleteDomain(desk.db, domain.id);
});

test('what waited for its row over the end of a minute does not set the count back', async () => {
  const domain = await aVerifiedDomain(desk.db, 'desk.example');
  await limitDomain(desk.db, domain.id, 1);
  await query(
    desk.db,
    `UPDATE domains SET counted = 1, counted_minute = date_trunc('minute', now()) + interval '1 minute'`,
  );

  expect(await countSending(desk.db, domain.id)).toBe(false);

  const [row] = await query(
    desk.db,
    'SELECT counted, counted_minute > now() AS later FROM domains',
  );
  expect(row).toEqual({ counted: 1, later: true });
  await deleteDomain(desk.db, domain.id);
});

test('waiting for a domain’s limit is no trying: such a mail goes on after two days', async () => {
  const domain = await aVerifiedDomain(desk.db, 'desk.example');
  await limitDomain(desk.db, domain.id, 1);
  await beginLongMinute();
  await countSending(desk.db, domain.id);
  const ticket = await aTicket();
  const { deliveryId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);
  const { 'mail.give-up': giveUp } = createMailActivities({
    db: desk.db,
    secrets: desk.secrets,
    smtpUrl: catcher.url,
    mailIsCaught: true,
  });
  const now = async () => (await findDelivery(desk.db, deliveryId))!;
  const since = (tried: string, waits: string | null) =>
    query(
      desk.db,
      `UPDATE deliveries SET tried_since = now() - $2::interval, waits_since = now() - $3::interval
       WHERE id = $1`,
      [deliveryId, tried, waits],
    );

  await giveUp({ deliveryId, retries: 0 });
  await giveUp({ deliveryId, retries: 0 });
  expect(await now()).toMatchObject({ state: 'queued', retries: 1 });
  await workflowOfStarted(deliveryId, 1);

  await since('3 days', '2 days');
  await giveUp({ deliveryId, retries: 1 });
  expect(await now()).toMatchObject({ state: 'queued', retries: 2 });

  await since('47 hours', null);
  await giveUp({ deliveryId, retries: 2 });
  expect(await now()).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^Given up after two days: desk\.example has sent/) as string,
  });
  await deleteDomain(desk.db, domain.id);
});

test('two days of trying end it, in whichever of its workflows', async () => {
  smtpUrl = 'smtp://127.0.0.1:1';
  const ticket = await aTicket();
  const { deliveryId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);

  const sql = `UPDATE deliveries SET tried_since = now() - interval '2 days' WHERE id = $1`;
  await query(desk.db, sql, [deliveryId]);
  await (await workflowOf(deliveryId)).result();

  expect(await deliveryState(ticket)).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^Given up after two days: Nothing takes connections/) as string,
  });
  expect((await typesOf(ticket)).at(-1)).toBe('message.reply_failed');
});

test('a key that cannot be read is told in words, and costs nothing of the domain’s limit', async () => {
  const others = openSecretBox('another key than the desk’s own', { secret: Buffer.alloc(32) });
  const domain = (await createDomain(desk.db, await newDomain('desk.example', others)))!;
  await limitDomain(desk.db, domain.id, 1);
  const ticket = await aTicket();

  const { deliveryId } = await agentReplies(ticket);
  await eventually(async () => (await deliveryState(ticket))?.reason);

  expect(await deliveryState(ticket)).toMatchObject({
    state: 'queued',
    reason: expect.stringMatching(
      /^Mail from desk\.example cannot be signed: .*SECRET_KEY/,
    ) as string,
  });
  expect(await countSending(desk.db, domain.id)).toBe(true);
  await deleteDomain(desk.db, domain.id);
  await (await workflowOf(deliveryId)).result();
  expect(await deliveryState(ticket)).toMatchObject({ state: 'sent', reason: null });
});

test('the mailbox’s signature is below every reply, an agent’s or a Flow’s, above the quote', async () => {
  const [mailbox] = await listMailboxes(desk.db);
  await updateMailbox(desk.db, mailbox!.id, {
    signature: 'Your desk & team\nhttps://desk.example',
  });
  const ticket = await aTicket();

  const mail = await caught((await agentReplies(ticket)).rfcMessageId);
  expect(mail.text).toMatch(
    /& wait\n\n-- \nYour desk & team\nhttps:\/\/desk\.example\n\nOn .* wrote:\n> It burns/,
  );
  expect(mail.html).toContain(
    '<div>-- <br>\nYour desk &#38; team<br>\n<a href="https://desk.example" ',
  );
  expect(mail.html!.indexOf('Your desk')).toBeLessThan(mail.html!.indexOf('<blockquote>'));

  const flow = { subject: 'Still there?', text: 'We wait.', kind: 'flow' as const };
  const asked = { key: randomUUID(), to: 'kim@customer.example', ticketNumber: ticket, ...flow };
  const sent = await caught(`<${(await queueMail(desk.db, asked)).deliveryId}@desk.example>`);
  expect(sent.text).toContain('We wait.\n\n-- \nYour desk & team');
  const other = { ...asked, key: randomUUID(), to: 'boss@elsewhere.example' };
  const told = await caught(`<${(await queueMail(desk.db, other)).deliveryId}@desk.example>`);
  expect(told.text).not.toContain('Your desk');

  await updateMailbox(desk.db, mailbox!.id, { signature: '' });
});

test('an agent who is assigned a ticket gets one mail with what they need, and no machine answers it', async () => {
  const lead = (await anAgentRow('Lena Lead', 'lena@desk.example'))!;

  const ticket = await aTicket(lead.id);

  const mail = await eventually(async () =>
    (await listCaughtMails(desk.db, { limit: 100 })).find(({ to }) => to.includes(lead.email)),
  );
  expect(mail.subject).toBe(`Ticket ${ticket} is yours: The printer Bcc: everybody@else.example`);
  expect(mail.text).toContain('Kim Lee <kim@customer.example>');
  expect(mail.text).toContain('urgent');
  expect(mail.text).toContain(`https://desk.example/tickets/${ticket}`);
  expect(mail.raw.toString()).toMatch(/^Auto-Submitted: auto-generated$/im);
});

test('an agent who takes a ticket gets no mail about it', async () => {
  const ticket = await aTicket();

  await submitCommand(desk.db, {
    id: randomUUID(),
    ticket,
    change: { type: 'update', fields: { assigneeId: agent.id } },
    actor: { type: 'agent', id: agent.id, name: agent.name },
  });
  await desk.settled();

  const rows = await query(desk.db, `SELECT id FROM deliveries WHERE ticket = $1`, [ticket]);
  expect(rows).toEqual([]);
});

test('a mail queued twice with one key is one mail, and the customer’s answer to it finds its ticket', async () => {
  const ticketNumber = await aTicket();
  const mail = {
    key: `flow/${randomUUID()}`,
    to: 'Kim@customer.example',
    subject: 'Are you there?',
    text: 'We wait.',
    ticketNumber,
    kind: 'flow' as const,
  };

  const first = await queueMail(desk.db, mail);
  const second = await queueMail(desk.db, mail);

  expect(second).toEqual(first);
  const sent = await caught(`<${first.deliveryId}@desk.example>`);
  expect(sent.subject).toMatch(new RegExp(`^Are you there\\? \\[#${ticketNumber}-`));
  expect(sent.inReplyTo).toBe('<first@customer.example>');
});

test('no words of anybody stand in a delivery’s history', async () => {
  const { deliveryId } = await agentReplies(await aTicket());
  const handle = await workflowOfStarted(deliveryId);
  await handle.result();

  const history = await handle.fetchHistory();
  const bytes = JSON.stringify(history, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
  );

  expect(bytes).toContain(deliveryId);
  expect(bytes).not.toMatch(/secret-words|customer\.example|printer/);
});

test.each(recordedHistories('deliver-mail.'))('%s still replays', async (name) => {
  await expect(replay(name)).resolves.toBeUndefined();
});

/** The sweep starts it a moment after the reply was stored. */
async function workflowOfStarted(deliveryId: string, retries = 0) {
  const handle = await workflowOf(deliveryId, retries);
  await eventually(async () => {
    await handle.describe();
    return true;
  });
  return handle;
}
