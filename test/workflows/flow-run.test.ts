import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import pino from 'pino';
import { cancelFlowRun, reportLostRuns, rerunFlow } from '../../automation/control-flow-runs';
import { webhookSecret } from '../../automation/webhook-signature';
import { listDecisions } from '../../db/flow-decision-store';
import { findRun, listRuns } from '../../db/flow-run-store';
import { readInstallation } from '../../db/installation';
import { eventually } from '../support/eventually';
import { aReceiver } from './a-receiver';
import { startFlowRuns } from '../../automation/start-flow-runs';
import { createCustomField } from '../../db/custom-field-store';
import { inTransaction, query } from '../../db/database';
import { findTicket } from '../../db/ticket-store';
import { flowRunWorkflowId } from '../../workflows/messages';
import { recordedHistories, recordHistory, replay } from '../support/histories';
import { aFlowDesk, type FlowDesk } from './flow-desk';

let desk: FlowDesk;
beforeAll(async () => {
  desk = await aFlowDesk();
  await desk.publish(`
    language: 1
    flow: urgent
    title: Urgent
    on: [{ event: ticket.priority_changed, when: { field: priority, changed_to: urgent } }]
    steps:
      - { id: assign, use: core.assign@1, with: { agent: lead@example.com } }
      - { id: note, use: core.add-note@1, with: { text: "{{ticket.title}} is now {{assignee.name}}'s" } }
      - { id: mail, use: core.send-mail@1, with: { to: assignee, subject: "{{ticket.title}}", text: "See {{ticket.url}}" } }
  `);
}, 60_000);
afterAll(() => desk.stop());

const record = (runId: string, name: string): Promise<void> =>
  desk.engine.call('fetching a history', (client) =>
    recordHistory(client.getHandle(flowRunWorkflowId(desk.installation, runId)), name),
  );

test('an event starts the Flow it calls for, and every step has its effect once', async () => {
  const { number } = await desk.create({ title: 'Fire' });

  await desk.change(number, { type: 'update', fields: { priority: 'urgent' } });

  const run = await desk.ended((await desk.runOf('urgent', number)).id);
  expect(run).toMatchObject({ status: 'completed', eventSeq: 2, id: `urgent.${number}.2` });
  expect(await findTicket(desk.db, number)).toMatchObject({ assigneeId: desk.leadId });
  const notes = await query(
    desk.db,
    `SELECT text FROM messages WHERE ticket = $1 AND kind = 'note'`,
    [number],
  );
  expect(notes).toEqual([{ text: "Fire is now Lea Lead's" }]);
  const mails = await query(
    desk.db,
    'SELECT recipients_to AS "to", subject, kind FROM deliveries WHERE ticket = $1',
    [number],
  );
  expect(mails).toEqual([{ to: ['lead@example.com'], subject: 'Fire', kind: 'flow' }]);
  const steps = await desk.steps(run.id);
  expect(steps.map(({ stepId, status }) => [stepId, status])).toEqual([
    ['assign', 'completed'],
    ['note', 'completed'],
    ['mail', 'completed'],
  ]);
  expect(steps[2]).toMatchObject({ input: { to: 'assignee', subject: 'Fire' }, attempts: [{}] });
  await record(run.id, 'flow-run.actions');
});

test('a run that is started again, since nobody knew that it was, happens once', async () => {
  const { number } = await desk.create();
  await desk.change(number, { type: 'update', fields: { priority: 'urgent' } });
  const run = await desk.ended((await desk.runOf('urgent', number)).id);

  await query(
    desk.db,
    `UPDATE flow_runs SET status = 'starting', workflow_started = false, next_start_at = now() WHERE id = $1`,
    [run.id],
  );
  await startFlowRuns(desk.db, desk.engine, desk.installation);

  const notes = await query(
    desk.db,
    `SELECT text FROM messages WHERE ticket = $1 AND kind = 'note'`,
    [number],
  );
  expect(notes).toHaveLength(1);
});

describe('a wait', () => {
  beforeAll(async () => {
    await desk.publish(`
      language: 1
      flow: until-reply
      title: Until the reply
      on: [{ event: ticket.status_changed, when: { field: status, changed_to: waiting } }]
      steps:
        - id: reply
          wait: { for: 1h, until: [{ event: message.customer_replied }] }
          onEvent:
            - { id: raise, use: core.set-priority@1, with: { priority: high } }
        - id: was-it-the-reply
          if:
            when: { all: [{ field: steps.reply.outcome, is: event }, { field: priority, is: high }] }
            then: [{ id: yes-it-was, use: core.add-note@1, with: { text: "ended by {{steps.reply.event}}" } }]
            else: [{ id: no-it-was-not, use: core.add-note@1, with: { text: "late" } }]
    `);
    await desk.publish(`
      language: 1
      flow: a-second
      title: A second
      on: [{ event: ticket.status_changed, when: { field: status, changed_to: in_progress } }]
      steps:
        - id: pause
          wait: { for: 1s, until: [{ event: message.customer_replied }] }
          onTimeout: [{ id: late, use: core.set-priority@1, with: { priority: low } }]
    `);
  });

  test('ends early when its event happens, and the run goes on at once', async () => {
    const { number } = await desk.create();
    await desk.change(number, { type: 'update', fields: { status: 'waiting' } });
    const { id } = await desk.runOf('until-reply', number);
    await eventually(async () => (await findRun(desk.db, id))?.status === 'waiting');

    await desk.customerReplies(number);

    const run = await desk.ended(id);
    expect(run.status).toBe('completed');
    const steps = await desk.steps(id);
    expect(steps.map(({ stepId, status, output }) => [stepId, status, output])).toEqual([
      ['reply', 'completed', { outcome: 'event', event: 'message.customer_replied' }],
      ['raise', 'completed', { priority: 'high', changed: true }],
      ['was-it-the-reply', 'completed', { branch: 'then' }],
      ['yes-it-was', 'completed', { messageId: expect.any(String) }],
    ]);
    await record(id, 'flow-run.wait-ends-early');
  });

  test('that nobody ends is over when its time is up', async () => {
    const { number } = await desk.create();
    await desk.change(number, { type: 'update', fields: { status: 'in_progress' } });

    const run = await desk.ended((await desk.runOf('a-second', number)).id);

    expect(run.status).toBe('completed');
    expect(run.endedAt!.getTime() - run.startedAt.getTime()).toBeGreaterThanOrEqual(1_000);
    expect(await findTicket(desk.db, number)).toMatchObject({ priority: 'low' });
    await record(run.id, 'flow-run.wait-times-out');
  });

  test('sees an event that came just before it began', async () => {
    const receiver = await aReceiver(async () => {
      await desk.customerReplies(number);
      return 200;
    });
    await desk.publish(`
      language: 1
      flow: reply-before-wait
      title: The reply comes first
      on: [{ event: ticket.tags_changed, when: { field: tags, contains: early } }]
      steps:
        - { id: call, use: core.call-webhook@1, with: { url: "${receiver.url}" } }
        - { id: reply, wait: { until: [{ event: message.customer_replied }] } }
    `);
    const { number } = await desk.create();

    await desk.change(number, { type: 'update', fields: { tags: ['early'] } });

    const run = await desk.ended((await desk.runOf('reply-before-wait', number)).id);
    expect(run.status).toBe('completed');
    expect((await desk.steps(run.id)).at(-1)).toMatchObject({ output: { outcome: 'event' } });
    await receiver.close();
  });
});

describe('a webhook', () => {
  test('that fails is called again under the same id until it is taken, signed each time', async () => {
    const answers = [500, 503, 200];
    const receiver = await aReceiver(() => Promise.resolve(answers.shift()!));
    await desk.publish(`
      language: 1
      flow: call
      title: Call
      on: [{ event: ticket.tags_changed, when: { field: tags, contains: call } }]
      steps:
        - id: tell
          use: core.call-webhook@1
          with: { url: "${receiver.url}", body: { ticket: "{{ticket.number}}", said: ["{{ticket.title}}"] } }
          retry: { attempts: 5, firstPause: 1s }
    `);
    const { number } = await desk.create({ title: 'Say "hello"' });

    await desk.change(number, { type: 'update', fields: { tags: ['call'] } });

    const run = await desk.ended((await desk.runOf('call', number)).id);
    expect(run.status).toBe('completed');
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const verifier = new Webhook(webhookSecret(await readInstallation(desk.db)));
    for (const { headers, body } of receiver.requests) {
      expect(verifier.verify(body, headers as Record<string, string>)).toEqual({
        ticket: String(number),
        said: ['Say "hello"'],
      });
    }
    const [step] = await desk.steps(run.id);
    expect(step!.attempts.map(({ error }) => error?.code)).toEqual([
      'webhook-unavailable',
      'webhook-unavailable',
      undefined,
    ]);
    await record(run.id, 'flow-run.webhook-retried');
    await receiver.close();
  });

  test('that fails as often as it may ends the run', async () => {
    const receiver = await aReceiver(() => Promise.resolve(503));
    await desk.publish(`
      language: 1
      flow: give-up
      title: Give up
      on: [{ event: ticket.tags_changed, when: { field: tags, contains: give-up } }]
      steps:
        - id: tell
          use: core.call-webhook@1
          with: { url: "${receiver.url}" }
          retry: { attempts: 2, firstPause: 1s }
    `);
    const { number } = await desk.create();

    await desk.change(number, { type: 'update', fields: { tags: ['give-up'] } });

    const run = await desk.ended((await desk.runOf('give-up', number)).id);
    expect(run).toMatchObject({ status: 'failed', reason: 'step tell: webhook-unavailable' });
    expect(receiver.requests).toHaveLength(2);
    await receiver.close();
  });

  test('that does not answer in its time has failed, and is called again', async () => {
    const never = new Promise<number>(() => undefined);
    const answers = [never, Promise.resolve(200)];
    const receiver = await aReceiver(() => answers.shift()!);
    await desk.publish(`
      language: 1
      flow: slow
      title: Slow
      on: [{ event: ticket.tags_changed, when: { field: tags, contains: slow } }]
      steps:
        - id: tell
          use: core.call-webhook@1
          with: { url: "${receiver.url}" }
          timeout: 1s
          retry: { attempts: 2, firstPause: 1s }
    `);
    const { number } = await desk.create();

    await desk.change(number, { type: 'update', fields: { tags: ['slow'] } });

    const run = await desk.ended((await desk.runOf('slow', number)).id);
    expect(run.status).toBe('completed');
    const [step] = await desk.steps(run.id);
    expect(step!.attempts.map(({ error }) => error?.code)).toEqual(['timed-out', undefined]);
    await receiver.close();
  });

  test('that refuses fails the run at once, and the run can be run again under the same id', async () => {
    const answers = [400, 200];
    const receiver = await aReceiver(() => Promise.resolve(answers.shift()!));
    await desk.publish(`
      language: 1
      flow: refused
      title: Refused
      on: [{ event: ticket.tags_changed, when: { field: tags, contains: refused } }]
      steps:
        - { id: note, use: core.add-note@1, with: { text: "before" } }
        - { id: tell, use: core.call-webhook@1, with: { url: "${receiver.url}" } }
        - { id: after, use: core.set-priority@1, with: { priority: high } }
    `);
    const { number } = await desk.create();
    await desk.change(number, { type: 'update', fields: { tags: ['refused'] } });
    const failed = await desk.ended((await desk.runOf('refused', number)).id);
    expect(failed).toMatchObject({ status: 'failed', reason: 'step tell: webhook-refused' });
    expect((await desk.steps(failed.id)).map(({ stepId, status }) => [stepId, status])).toEqual([
      ['note', 'completed'],
      ['tell', 'failed'],
    ]);
    await record(failed.id, 'flow-run.failed');

    const again = await desk.ended(await rerunFlow(desk.db, failed.id));

    expect(again).toMatchObject({ status: 'completed', id: `${failed.id}.r1` });
    expect(receiver.requests).toHaveLength(2);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await notesOn(number)).toEqual(['before']);
    await receiver.close();
  });
});

test('an effect stays one when the worker dies between the effect and its acknowledgement, which counts as no failure', async () => {
  await desk.publish(`
    language: 1
    flow: crash
    title: Crash
    on: [{ event: ticket.tags_changed, when: { field: tags, contains: crash } }]
    steps:
      - { id: note, use: core.add-note@1, with: { text: "once" }, retry: { attempts: 2, firstPause: 1h } }
      - { id: mail, use: core.send-mail@1, with: { to: requester, subject: "Once", text: "Once" } }
      - { id: end, stop: done }
  `);
  const { number } = await desk.create();
  await query(desk.db, 'CREATE SEQUENCE crashes', []);
  await desk.db.sequelize.query(`
    CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('crashes') <= 3 THEN RAISE 'killed'; END IF; RETURN new; END $$;
    CREATE TRIGGER crash BEFORE INSERT OR UPDATE ON flow_run_steps FOR EACH ROW
      WHEN (new.status = 'completed') EXECUTE FUNCTION crash();`);

  await desk.change(number, { type: 'update', fields: { tags: ['crash'] } });

  const run = await desk.ended((await desk.runOf('crash', number)).id);
  await desk.db.sequelize.query('DROP TRIGGER crash ON flow_run_steps');
  expect(run.status).toBe('completed');
  const sql = 'SELECT last_value::int AS crashes FROM crashes';
  const [asked] = await query<{ crashes: number }>(desk.db, sql);
  expect(asked!.crashes).toBeGreaterThan(3);
  expect(await notesOn(number)).toEqual(['once']);
  const mails = await query(desk.db, 'SELECT id FROM deliveries WHERE ticket = $1', [number]);
  expect(mails).toHaveLength(1);
});

test('two Flows that start each other are stopped, and the stop shows its chain', async () => {
  for (const [flow, from, to] of [
    ['ping', 'low', 'high'],
    ['pong', 'high', 'low'],
  ]) {
    await desk.publish(`
      language: 1
      flow: ${flow}
      title: ${flow}
      on: [{ event: ticket.priority_changed, when: { all: [{ field: priority, changed_to: ${from} }, { field: tags, contains: loop }] } }]
      steps: [{ id: back, use: core.set-priority@1, with: { priority: ${to} } }]
    `);
  }
  const { number } = await desk.create({ tags: ['loop'] });

  await desk.change(number, { type: 'update', fields: { priority: 'low' } });

  const stopped = await eventually(async () => {
    const runs = await listRuns(desk.db, { ticket: number, statuses: ['stopped'] }, { limit: 1 });
    return runs[0];
  });
  expect(stopped.depth).toBe(5);
  expect(stopped.chain.map(({ run }) => run.split('.')[0])).toEqual([
    'ping',
    'pong',
    'ping',
    'pong',
    'ping',
  ]);
  expect(stopped.reason).toContain('5 times in a row');
});

test("a Flow's own change does not start it again, and the decision says so", async () => {
  const { id } = await desk.publish(`
    language: 1
    flow: touchy
    title: Touchy
    on: [{ event: ticket.tags_changed, when: { field: tags, contains: touchy } }, { event: ticket.priority_changed, when: { field: tags, contains: touchy } }]
    steps: [{ id: raise, use: core.set-priority@1, with: { priority: high } }]
  `);
  const { number } = await desk.create();

  await desk.change(number, { type: 'update', fields: { tags: ['touchy'] } });

  await desk.ended((await desk.runOf('touchy', number)).id);
  await desk.settled();
  expect(await listRuns(desk.db, { flow: 'touchy', ticket: number }, { limit: 5 })).toHaveLength(1);
  const [newest] = await listDecisions(desk.db, id, 1);
  expect(newest).toMatchObject({ matched: false, explanation: { ownChange: true } });
});

test('what a machine wrote starts no Flow and ends no wait, and the decision says so', async () => {
  const answering = await desk.publish(`
    language: 1
    flow: answering
    title: Answering
    on: [{ event: message.customer_replied }]
    steps: [{ id: mail, use: core.send-mail@1, with: { to: requester, subject: Thanks, text: Thanks } }]
  `);
  await desk.publish(`
    language: 1
    flow: patient-one
    title: Waits for a customer
    on: [{ event: ticket.tags_changed, when: { field: tags, contains: wait } }]
    steps: [{ id: reply, wait: { until: [{ event: message.customer_replied }] } }]
  `);
  const { number } = await desk.create();
  await desk.change(number, { type: 'update', fields: { tags: ['wait'] } });
  const waiting = await eventually(async () => {
    const run = await desk.runOf('patient-one', number);
    return run.status === 'waiting' ? run : null;
  });

  const messageId = randomUUID();
  await desk.change(number, { type: 'receive-reply', messageId, automatic: true });
  await desk.settled();

  const [decision] = await listDecisions(desk.db, answering.id, 1);
  expect(decision).toMatchObject({ matched: false, explanation: { machineAnswer: true } });
  expect((await findRun(desk.db, waiting.id))!.status).toBe('waiting');

  await desk.customerReplies(number);
  await desk.ended(waiting.id);
  await desk.ended((await desk.runOf('answering', number)).id);
});

test('a Flow sends nothing to whom only wrote as a machine, and its step says so', async () => {
  await desk.publish(`
    language: 1
    flow: greeting
    title: Greeting
    on: [{ event: ticket.tags_changed, when: { field: tags, contains: greet } }]
    steps: [{ id: mail, use: core.send-mail@1, with: { to: requester, subject: Hello, text: Hello } }]
  `);
  const { number } = await desk.create();
  await query(
    desk.db,
    `INSERT INTO messages (id, ticket, kind, direction, author, text, automatic, created_at)
     VALUES (gen_random_uuid(), $1, 'description', 'in',
       '{"type": "customer", "email": "Mia@customer.example"}', 'Buy now', true, now())`,
    [number],
  );

  await desk.change(number, { type: 'update', fields: { tags: ['greet'] } });

  const run = await desk.ended((await desk.runOf('greeting', number)).id);
  expect(run.status).toBe('completed');
  expect(await desk.steps(run.id)).toMatchObject([{ output: { notSent: 'only-machines-wrote' } }]);
  expect(await query(desk.db, 'SELECT FROM deliveries WHERE ticket = $1', [number])).toEqual([]);
});

test('a cancelled run ends where it is', async () => {
  const { number } = await desk.create();
  await desk.change(number, { type: 'update', fields: { status: 'waiting' } });
  const { id: runId } = await desk.runOf('until-reply', number);
  await eventually(async () => (await findRun(desk.db, runId))?.status === 'waiting');

  await cancelFlowRun(desk.db, desk.engine, { installation: desk.installation, runId });

  expect(await desk.ended(runId)).toMatchObject({ status: 'cancelled' });
  expect(await desk.steps(runId)).toMatchObject([{ stepId: 'reply', status: 'cancelled' }]);
  await record(runId, 'flow-run.cancelled');
});

test('a step that may fail leaves the rest to go on', async () => {
  await desk.publish(`
    language: 1
    flow: go-on
    title: Go on
    on: [{ event: ticket.tags_changed, when: { field: tags, contains: go-on } }]
    steps:
      - { id: nobody, use: core.send-mail@1, with: { to: assignee, subject: "x", text: "x" }, onError: continue }
      - { id: note, use: core.add-note@1, with: { text: "went on" } }
  `);
  const { number } = await desk.create();

  await desk.change(number, { type: 'update', fields: { tags: ['go-on'] } });

  const run = await desk.ended((await desk.runOf('go-on', number)).id);
  expect(run.status).toBe('completed');
  expect(
    (await desk.steps(run.id)).map(({ stepId, status, attempts }) => [
      stepId,
      status,
      attempts[0]?.error?.code,
    ]),
  ).toEqual([
    ['nobody', 'failed', 'nobody-to-write-to'],
    ['note', 'completed', undefined],
  ]);
  await record(run.id, 'flow-run.goes-on');
});

test('a run that Temporal has lost is shown as failed, and goes on when it is run again', async () => {
  const { number } = await desk.create();
  const lost = await aRunWithoutWorkflow(number);

  await reportLostRuns(desk.db, desk.engine, pino({ level: 'silent' }));

  expect(await findRun(desk.db, lost)).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('run it again'),
  });
  expect(await desk.ended(await rerunFlow(desk.db, lost))).toMatchObject({ status: 'completed' });
});

test('histories hold no words of the ticket and nothing that was rendered from them', async () => {
  await desk.publish(`
    language: 1
    flow: secretive
    title: Secretive
    on: [{ event: ticket.created, when: { field: tags, contains: secret } }]
    steps:
      - { id: note, use: core.add-note@1, with: { text: "rendered-{{ticket.title}}-{{ticket.description}}" } }
      - { id: missing, use: core.add-note@1, with: { text: "{{assignee.name}}" }, onError: continue }
      - { id: bad, use: core.send-mail@1, with: { to: requester, subject: "{{ticket.title}}", text: "{{ticket.description}}" } }
      - { id: pause, wait: { for: 1s, until: [{ event: ticket.title_changed }] } }
  `);
  const { number } = await desk.create({
    title: 'planted-title-7Q',
    description: 'planted-description-7Q',
    tags: ['secret'],
  });
  const { id } = await desk.runOf('secretive', number);
  await eventually(async () => (await findRun(desk.db, id))?.status === 'waiting');
  await desk.change(number, { type: 'update', fields: { title: 'planted-other-7Q' } });
  const run = await desk.ended(id);
  expect(run.status).toBe('completed');
  expect(await notesOn(number)).toEqual(['rendered-planted-title-7Q-planted-description-7Q']);

  const history = await desk.history(id);

  expect(history.includes(`"runId":"secretive.${number}.1"`)).toBe(true);
  const planted = ['7Q', 'rendered-', 'mia@', 'Mia', 'Ana Ruiz', 'Lea Lead'];
  expect(planted.filter((text) => history.includes(text))).toEqual([]);
});

test('a condition on a custom field sees the ticket as it is now, and no history holds the value', async () => {
  const field = { title: 'Order', type: 'text' as const, options: [], required: false };
  await inTransaction(desk.db, (transaction) => createCustomField(desk.db, field, transaction));
  await desk.publish(`
    language: 1
    flow: by-order
    title: By order
    on: [{ event: ticket.fields_changed, when: { field: ticket.fields.order, contains: A- } }]
    steps:
      - { id: first, use: core.set-priority@1, with: { priority: high } }
      - id: which
        if:
          when: { all: [{ field: priority, is: high }, { field: ticket.fields.order, contains: A- }, { field: steps.first.changed, is: true }] }
          then:
            - id: was-it-set
              if:
                when: { field: ticket.fields.order, changed_from: null }
                then: [{ id: then, use: core.add-note@1, with: { text: "order {{ticket.fields.order}}" } }]
  `);
  const { number } = await desk.create();

  await desk.change(number, {
    type: 'update',
    fields: { customFields: { order: 'A-17-planted' } },
  });

  const { id, status } = await desk.ended((await desk.runOf('by-order', number)).id);
  expect(status).toBe('completed');
  expect(await notesOn(number)).toEqual(['order A-17-planted']);
  const [, which, wasItSet] = await desk.steps(id);
  expect(which).toMatchObject({
    ...{ stepId: 'which', use: 'if', status: 'completed', output: { branch: 'then' } },
    explanation: { holds: true, all: [{}, { saw: 'A-17-planted' }, { saw: true }] },
  });
  expect(wasItSet).toMatchObject({ explanation: { saw: { from: null, to: 'A-17-planted' } } });
  expect(await desk.history(id)).not.toContain('planted');
  await record(id, 'flow-run.asks-custom-fields');
});

/** A run that has its workflow as far as the row knows. */
async function aRunWithoutWorkflow(ticket: number): Promise<string> {
  const { id } = await desk.publish(`
    language: 1
    flow: lost
    title: Lost
    on: [{ event: ticket.created, when: { field: tags, contains: nobody-has-this } }]
    steps: [{ id: note, use: core.add-note@1, with: { text: "found" } }]
  `);
  const runId = `lost.${ticket}.1`;
  await query(
    desk.db,
    `INSERT INTO flow_runs (id, flow_id, version, ticket, event_seq, root_run_id, status,
       workflow_started)
     VALUES ($1, $2, 1, $3, 1, $1, 'running', true)`,
    [runId, id, ticket],
  );
  return runId;
}

async function notesOn(number: number): Promise<string[]> {
  const sql = `SELECT text FROM messages WHERE ticket = $1 AND kind = 'note' ORDER BY created_at`;
  return (await query<{ text: string }>(desk.db, sql, [number])).map(({ text }) => text);
}

describe('replay', () => {
  test.each(recordedHistories('flow-run'))('%s', (name) => replay(name));
});
