import { randomBytes, randomUUID } from 'node:crypto';
import { ScheduleClient } from '@temporalio/client';
import { addConversationMessage, updateConversation } from '../../db/conversation-store';
import { query } from '../../db/database';
import { claimInboundMail } from '../../db/inbound-claim-store';
import { finishInboundMail, storeInboundMail } from '../../db/inbound-mail-store';
import { startConversation } from '../../tickets/start-conversation';
import { tellSchedulesAgain } from '../../db/in-flight-store';
import { listRuns } from '../../db/flow-run-store';
import { disableFlow } from '../../automation/flow-state';
import { flowScheduleId } from '../../workflows/messages';
import { eventually } from '../support/eventually';
import { ana, aFlowDesk, type FlowDesk } from '../workflows/flow-desk';

let desk: FlowDesk;
beforeAll(async () => {
  desk = await aFlowDesk();
}, 60_000);
afterAll(() => desk.stop());

const schedules = <T>(work: (client: ScheduleClient) => Promise<T>): Promise<T> =>
  desk.engine.call('asking for a schedule', ({ connection }) =>
    work(new ScheduleClient({ connection, namespace: 'default' })),
  );

const runsOf = (flow: string) => listRuns(desk.db, { flow }, { limit: 10 });

describe('a schedule', () => {
  const published = (cron: string) =>
    desk.publish(`
      language: 2
      flow: digest
      title: Digest
      on: [{ schedule: '${cron}', timeZone: Europe/Berlin }]
      steps: [{ id: done, stop: { outcome: written } }]
    `);

  test('is told to Temporal, starts a run for each of its times, and goes when its Flow is off', async () => {
    const { id } = await published('0 9 13 * fri');
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

    // A Temporal that lost its data gets it again; what has passed since is made up for, once.
    const hourAgo = `now() - interval '90 minutes'`;
    await published('0 * * * *');
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
    expect(await query(desk.db, 'SELECT FROM flow_schedules')).toEqual([]);
  });
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
