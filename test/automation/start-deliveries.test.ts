import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, type WorkflowClient } from '@temporalio/client';
import { createMailActivities } from '../../activities/mail-activities';
import type { Engine } from '../../automation/engine';
import { startDeliveries } from '../../automation/start-deliveries';
import { query } from '../../db/database';
import { finishDelivery } from '../../db/delivery-store';
import { eventsAfter } from '../../db/ticket-store';
import type { Change } from '../../domain/ticket/command';
import { submitCommand, type CommandContent } from '../../tickets/submit-command';
import { aCommand, anAgent, creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeEach(async () => {
  desk = await anEmptyDatabase();
});
afterEach(() => desk.drop());

/** A Temporal in which no workflow ends. */
function aTemporal() {
  const open: string[] = [];
  const client = {
    start(type: string, { workflowId }: { workflowId: string }) {
      if (open.includes(workflowId)) {
        throw new WorkflowExecutionAlreadyStartedError('it is there', workflowId, type);
      }
      open.push(workflowId);
      return Promise.resolve();
    },
  } as unknown as WorkflowClient;
  const call = (_what: string, work: (client: WorkflowClient) => Promise<unknown>) =>
    new Promise((resolve) => resolve(work(client)));
  return { open, engine: { call } as Engine };
}

async function aReply(): Promise<{ ticket: number; messageId: string; deliveryId: string }> {
  const created = await submitCommand(desk.db, creation());
  if (!created.ok) throw new Error(created.refusal.message);
  const ticket = created.ticket.number;
  const [messageId, deliveryId] = [randomUUID(), randomUUID()];
  await change(
    ticket,
    { type: 'add-reply', messageId },
    {
      message: {
        id: messageId,
        kind: 'reply',
        direction: 'out',
        author: { ...anAgent, type: 'agent', email: 'ana@desk.example' },
        text: 'Hello.',
        html: null,
      },
      delivery: {
        id: deliveryId,
        uniqueKey: `reply/${messageId}`,
        kind: 'reply',
        messageId,
        sender: { name: 'Ana', address: 'help@desk.example' },
        to: ['kim@customer.example'],
        cc: [],
        subject: 'Re: Hello',
        text: 'Hello.',
        html: null,
        headers: {},
        rfcMessageId: `<${deliveryId}@desk.example>`,
        inReplyTo: null,
        references: [],
      },
    },
  );
  return { ticket, messageId, deliveryId };
}

async function change(ticket: number, asked: Change, content: CommandContent = {}): Promise<void> {
  const outcome = await submitCommand(desk.db, aCommand(asked, { ticket }), content);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

const recordOutcome = (deliveryId: string) =>
  createMailActivities({ db: desk.db, secrets: {} as never, smtpUrl: '', mailIsCaught: true })[
    'mail.record-outcome'
  ]({
    deliveryId,
  });

test('a reply that is sent again goes out though its first workflow has not ended yet', async () => {
  const { engine, open } = aTemporal();
  const { ticket, messageId, deliveryId } = await aReply();
  await startDeliveries(desk.db, engine, 'here');
  await finishDelivery(desk.db, deliveryId, { state: 'failed', reason: 'nobody there' });
  await recordOutcome(deliveryId);

  await change(ticket, { type: 'retry-reply', messageId });
  await startDeliveries(desk.db, engine, 'here');

  expect(open).toEqual([`here/deliver-mail/${deliveryId}`, `here/deliver-mail/${deliveryId}/1`]);
});

test('a start that is confirmed late does not count for the mail that is sent again', async () => {
  const { engine, open } = aTemporal();
  const { ticket, messageId, deliveryId } = await aReply();
  const call: Engine['call'] = async (what, work) => {
    const answer = await engine.call(what, work);
    await finishDelivery(desk.db, deliveryId, { state: 'failed', reason: 'nobody there' });
    await recordOutcome(deliveryId);
    await change(ticket, { type: 'retry-reply', messageId });
    return answer;
  };

  await startDeliveries(desk.db, { ...engine, call }, 'here');
  await startDeliveries(desk.db, engine, 'here');

  expect(open).toHaveLength(2);
});

test('a first workflow that tells its end once more says nothing about the mail that is sent again', async () => {
  const { ticket, messageId, deliveryId } = await aReply();
  await finishDelivery(desk.db, deliveryId, { state: 'failed', reason: 'nobody there' });
  await recordOutcome(deliveryId);
  await change(ticket, { type: 'retry-reply', messageId });

  await recordOutcome(deliveryId);

  const types = (await eventsAfter(desk.db, ticket, 0)).map(({ type }) => type);
  expect(types.slice(-2)).toEqual(['message.reply_failed', 'message.reply_retried']);
  const [delivery] = await query(desk.db, 'SELECT state FROM deliveries');
  expect(delivery).toEqual({ state: 'queued' });
});
