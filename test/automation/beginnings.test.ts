import { randomBytes, randomUUID } from 'node:crypto';
import { ScheduleClient } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import { addConversationMessage, updateConversation } from '../../db/conversation-store';
import { query } from '../../db/database';
import { claimInboundMail } from '../../db/inbound-claim-store';
import { finishInboundMail, storeInboundMail } from '../../db/inbound-mail-store';
import { startConversation } from '../../tickets/start-conversation';
import { tellSchedulesAgain } from '../../db/in-flight-store';
import { listRuns } from '../../db/flow-run-store';
import { disableFlow } from '../../automation/flow-state';
import { flowScheduleId } from '../../workflows/messages';
import { anApi, type TestApi } from '../api/an-api';
import { eventually } from '../support/eventually';
import { recordedHistories, recordHistory, replay } from '../support/histories';
import { ana, aFlowDesk, type FlowDesk } from '../workflows/flow-desk';

let desk: FlowDesk;
/** A desk of its own, where no worker and no Temporal do anything. */
let api: TestApi;
beforeAll(async () => {
  [desk, api] = await Promise.all([aFlowDesk(), anApi()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([desk.stop(), api.stop()]);
});

async function published(document: string): Promise<void> {
  const headers = { 'Content-Type': 'application/yaml' };
  const made = await api.call('POST', '/api/v1/flows', { body: document, headers });
  expect(made.body).toMatchObject({ draftProblems: [] });
  const { status } = await api.call('POST', `/api/v1/flows/${made.body.slug}/publish`);
  expect(status).toBe(200);
}

const schedules = <T>(work: (client: ScheduleClient) => Promise<T>): Promise<T> =>
  desk.engine.call('asking for a schedule', ({ connection }) =>
    work(new ScheduleClient({ connection, namespace: 'default' })),
  );

const runsOf = (flow: string) => listRuns(desk.db, { flow }, { limit: 10 });

describe('a schedule', () => {
  const withSchedule = (cron: string) =>
    desk.publish(`
      language: 2
      flow: digest
      title: Digest
      on: [{ schedule: '${cron}', timeZone: Europe/Berlin }]
      steps: [{ id: done, stop: { outcome: written } }]
    `);

  test('is told to Temporal, starts a run for each of its times, and goes when its Flow is off', async () => {
    const { id } = await withSchedule('0 9 13 * fri');
    const scheduleId = flowScheduleId(desk.installation, id, 0);
    const described = await eventually(() =>
      schedules((client) => client.getHandle(scheduleId).describe()).catch(() => null),
    );
    // Either of the days is enough, as in cron(8).
    const days = described.info.nextActionTimes.map(
      (time) => time.getUTCDay() === 5 || time.getUTCDate() === 13,
    );
    expect(days).not.toContain(false);
    expect(described).toMatchObject({
      spec: { timezone: 'Europe/Berlin' },
      policies: { overlap: 'ALLOW_ALL', catchupWindow: 86_400_000 },
    });

    await schedules((client) => client.getHandle(scheduleId).trigger());
    const [run] = await eventually(async () => {
      const runs = await runsOf('digest');
      return runs[0]?.endedAt ? runs : null;
    });
    expect(run).toMatchObject({
      status: 'completed',
      outcome: 'written',
      ticket: null,
      occurrence: { type: 'flow.schedule', data: { cron: '0 9 13 * fri' } },
    });

    const { info } = await schedules((client) => client.getHandle(scheduleId).describe());
    const { workflowId } = info.recentActions[0]!.action.workflow;
    await desk.engine.call('fetching a history', (client) =>
      recordHistory(client.getHandle(workflowId), 'flow-schedule.plans-a-run'),
    );

    // A Temporal that lost its data gets it again; what has passed since is made up for, once.
    const hourAgo = `now() - interval '90 minutes'`;
    await withSchedule('0 * * * *');
    await eventually(async () => {
      const [row] = await query<{ told: boolean }>(
        desk.db,
        `SELECT told FROM flow_schedules WHERE flow_id = $1 AND cron = '0 * * * *'`,
        [id],
      );
      return row?.told;
    });
    await schedules((client) => client.getHandle(scheduleId).delete());
    await query(
      desk.db,
      `UPDATE flow_schedules SET since = date_trunc('milliseconds', ${hourAgo})`,
    );
    await tellSchedulesAgain(desk.db);
    const late = await eventually(async () => {
      const runs = (await runsOf('digest')).filter(
        ({ occurrence }) => occurrence!.data['cron'] === '0 * * * *',
      );
      return runs.length > 0 ? runs : null;
    });
    expect(new Date(late[0]!.occurrence!.at).getUTCMinutes()).toBe(0);
    expect(Date.parse(late[0]!.occurrence!.at)).toBeLessThan(Date.now());

    await disableFlow(desk.db, 'digest', { by: ana });
    await eventually(() =>
      schedules((client) => client.getHandle(scheduleId).describe()).then(
        () => null,
        () => true,
      ),
    );
    await eventually(async () => (await query(desk.db, 'SELECT FROM flow_schedules')).length === 0);
  });
});

test.each(recordedHistories('flow-schedule.'))('%s still replays', async (name) => {
  await expect(replay(name)).resolves.toBeUndefined();
});

describe('a conversation', () => {
  test('begins Flows with what happens in it, each thing once and by its conditions', async () => {
    for (const [flow, event, when] of [
      [
        'greet',
        'conversation.started',
        '{ field: conversation.visitor_email, ends_with: "@vip.example" }',
      ],
      ['refund', 'conversation.customer_wrote', '{ field: message.text, contains_word: refund }'],
      ['answered', 'conversation.agent_wrote', '{ field: event.actor, is: agent }'],
      ['goodbye', 'conversation.closed', '{ cel: "inputs.conversation.status == \'closed\'" }'],
    ]) {
      await desk.publish(`
        language: 2
        flow: ${flow}
        title: ${flow}
        on: [{ event: ${event}, when: ${when} }]
        steps:
          - { id: who, set: { text: "{{inputs.conversation.visitor.name}}" } }
          - { id: really, if: { when: { field: conversation.channel, is: chat }, then: [{ id: done, stop: { outcome: done } }] } }
      `);
    }
    const start = (email: string) =>
      startConversation(desk.db, { tokenHash: randomBytes(32), name: 'Mia', email, text: 'Hello' });
    const write = (conversationId: string, type: 'visitor' | 'agent', text: string) =>
      addConversationMessage(desk.db, {
        ...{ id: randomUUID(), conversationId, text },
        author: { type, id: type === 'agent' ? randomUUID() : null, name: null },
      });
    await start('ben@other.example');
    const id = await start('mia@vip.example');
    await write(id, 'visitor', 'How are you?');
    await write(id, 'visitor', 'I want a refund');
    await write(id, 'agent', 'Gladly');
    for (const status of ['closed', 'closed'] as const) {
      await updateConversation(desk.db, id, { status }, ana);
    }

    for (const flow of ['greet', 'refund', 'answered', 'goodbye']) {
      const runs = await eventually(async () => {
        const found = await runsOf(flow);
        return found[0]?.endedAt ? found : null;
      });
      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({
        status: 'completed',
        outcome: 'done',
        ticket: null,
        inputs: { conversation: { id, visitor: { name: 'Mia', email: 'mia@vip.example' } } },
      });
    }
    expect((await runsOf('refund'))[0]!.inputs['message']).toMatchObject({
      text: 'I want a refund',
    });
  }, 30_000);
});

test('a mail in quarantine begins a Flow', async () => {
  await desk.publish(`
    language: 2
    flow: held-mail
    title: Held mail
    on: [{ event: mail.quarantined, when: { field: mail.subject, contains: invoice } }]
    steps: [{ id: done, stop: { outcome: seen } }]
  `);
  const id = randomUUID();
  await storeInboundMail(desk.db, {
    ...{
      id,
      via: 'smtp',
      fingerprint: null,
      formerFingerprints: [],
      rfcMessageId: null,
      headStartS: 0,
    },
    envelope: { from: null, to: [] },
    raw: Buffer.from('x'),
  });
  const mail = await claimInboundMail(desk.db, id);
  await finishInboundMail(desk.db, mail!, {
    ...{ outcome: 'quarantined', reason: 'It fails DMARC.', ticket: null, messageId: null },
    ...{ fromAddress: 'eve@example.com', fromName: 'Eve', subject: 'Your Invoice' },
  });

  const [run] = await eventually(async () => {
    const found = await runsOf('held-mail');
    return found.length > 0 ? found : null;
  });
  expect(run!.inputs).toMatchObject({
    mail: { id, from: 'eve@example.com', subject: 'Your Invoice', reason: 'It fails DMARC.' },
  });
});

test('a webhook that is signed begins one run for each webhook-id, also while Temporal is away', async () => {
  await published(`
    language: 2
    flow: order-came
    title: An order came
    on: [{ webhook: true }]
    steps: [{ id: done, stop: { outcome: done } }]
  `);
  const hook = '/api/v1/flows/order-came/webhook';
  expect((await api.call('GET', hook, { as: api.agentKey })).status).toBe(403);
  const { url, secret } = (await api.call('GET', hook)).body;
  expect(new URL(url).pathname).toBe('/api/v1/flow-hooks/order-came');

  const body = JSON.stringify({ order: { number: 7 } });
  const send = async (
    by: string,
    { id = 'msg-1', at = new Date(), content = body, slug = 'order-came' } = {},
  ) => {
    const answer = await fetch(`${api.url}/api/v1/flow-hooks/${slug}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
        ...(by ? { 'webhook-signature': new Webhook(by).sign(id, at, body) } : {}),
      },
      body: content,
    });
    return { status: answer.status, body: (await answer.json()) as { run: string; code: string } };
  };

  const first = await send(secret);
  expect(first.status).toBe(202);
  expect(await send(secret)).toEqual(first);
  expect((await send(secret, { id: 'msg-2' })).body.run).not.toBe(first.body.run);
  const runs = await listRuns(api.db, { flow: 'order-came' }, { limit: 9 });
  expect(runs.map(({ inputs }) => inputs)).toEqual(Array(2).fill({ order: { number: 7 } }));

  const { secret: newer } = (await api.call('POST', `${hook}/rotate`)).body;
  expect((await send(newer)).status).toBe(202);
  expect((await send(secret)).status).toBe(202);
  await query(api.db, `UPDATE flow_webhooks SET rotated_at = now() - interval '25 hours'`);
  const old = new Date(Date.now() - 6 * 60_000);
  for (const [answer, status, code] of [
    [await send(secret), 401, 'wrong-signature'],
    [await send(newer, { content: body.replace('7', '8') }), 401, 'wrong-signature'],
    [await send(''), 401, 'signature-missing'],
    [await send(newer, { at: old }), 401, 'request-too-old'],
    [await send(newer, { slug: 'another' }), 404, 'flow-not-found'],
  ] as const) {
    expect(answer).toMatchObject({ status, body: { code } });
  }
});

test('whoever works tickets runs a Flow by hand, with the inputs that it asks for', async () => {
  await published(`
    language: 2
    flow: refund
    title: Refund
    on:
      - manual:
          title: Refund an order
          inputs:
            - { name: order, title: Order, type: text, required: true }
            - { name: kind, title: Kind, type: select, options: [full, part], default: full }
    settings: { concurrency: { per: ticket, whenBusy: skip } }
    steps: [{ id: note, use: core.add-note@1, with: { text: "Order {{inputs.order}}" } }]
  `);
  const { number, version } = await api.aTicket();
  const { body: offered } = await api.call('GET', `/api/v1/tickets/${number}/flows`, {
    as: api.agentKey,
  });
  expect(offered.items).toMatchObject([
    { slug: 'refund', title: 'Refund an order', inputs: [{ name: 'order', required: true }, {}] },
  ]);

  const run = (body: object, { as = api.agentKey, flow = 'refund' } = {}) =>
    api.call('POST', `/api/v1/flows/${flow}/run`, { as, body });
  const begun = await run({ ticketNumber: number, inputs: { order: 'A-7' } });
  expect(begun).toMatchObject({
    status: 201,
    body: {
      ticketNumber: number,
      eventSeq: version,
      status: 'running',
      begunBy: { type: 'flow.manual' },
      inputs: { order: 'A-7', kind: 'full' },
    },
  });
  expect(await run({ ticketNumber: number, inputs: { order: 'A-8' } })).toMatchObject({
    body: { status: 'stopped', reason: expect.stringContaining('was not over yet') as string },
  });

  for (const [answer, status, code, path] of [
    [
      await run({ ticketNumber: number, inputs: { kind: 'none' } }),
      422,
      'invalid-input',
      'inputs.order',
    ],
    [await run({ inputs: { order: 'A' } }), 422, 'ticket-needed', 'ticketNumber'],
    [await run({ ticketNumber: 99_999, inputs: { order: 'A' } }), 404, 'ticket-not-found'],
    [await run({}, { flow: 'nobody' }), 404, 'flow-not-found'],
    [await run({}, { flow: 'order-came' }), 409, 'flow-not-manual'],
    [await run({}, { as: api.readOnlyKey }), 403, 'not-allowed'],
  ] as const) {
    expect(answer).toMatchObject({ status, body: { code } });
    if (path) expect(answer.body.problems[0].path).toBe(path);
  }
});
