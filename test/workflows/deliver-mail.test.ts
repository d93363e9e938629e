import { randomUUID } from 'node:crypto';
import { planNotifications } from '../../automation/plan-notifications';
import { startDeliveries } from '../../automation/start-deliveries';
import { listCaughtMails, type CaughtMail } from '../../db/caught-mail-store';
import { query } from '../../db/database';
import { findOrCreateRequester } from '../../db/requester-store';
import { createMailbox } from '../../db/mailbox-store';
import { composeReply } from '../../mail/compose-reply';
import { startLocalCatcher } from '../../mail/local-catcher';
import { queueMail } from '../../mail/queue-mail';
import { readThread } from '../../tickets/read-thread';
import { readEvents } from '../../tickets/read-ticket';
import { submitCommand } from '../../tickets/submit-command';
import { deliverMailWorkflowId } from '../../workflows/messages';
import { silent } from '../mail/mail-desk';
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
    activities: { smtpUrl: () => smtpUrl } as never,
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

async function agentReplies(ticket: number): Promise<{ deliveryId: string; rfcMessageId: string }> {
  const messageId = randomUUID();
  const text = 'secret-words-of-the-agent: pull the plug <now> & wait';
  const content = await composeReply(desk.db, { ticket, agent, messageId, text });
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
  return { deliveryId: content.delivery.id, rfcMessageId: content.delivery.rfcMessageId };
}

const caught = (messageId: string): Promise<CaughtMail> =>
  eventually(async () =>
    (await listCaughtMails(desk.db, { limit: 100 })).find((mail) => mail.messageId === messageId),
  );

const deliveryState = async (ticket: number) =>
  (await readThread(desk.db, ticket, { limit: 10 })).at(-1)!.delivery;

const workflowOf = (deliveryId: string) =>
  desk.engine.call('finding a workflow', (client) =>
    Promise.resolve(client.getHandle(deliverMailWorkflowId(desk.installation, deliveryId))),
  );

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
async function workflowOfStarted(deliveryId: string) {
  const handle = await workflowOf(deliveryId);
  await eventually(async () => {
    await handle.describe();
    return true;
  });
  return handle;
}
