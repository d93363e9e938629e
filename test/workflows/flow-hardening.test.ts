import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createFlowActivities } from '../../activities/flow-activities';
import { cancelFlowRun, rerunFlow } from '../../automation/control-flow-runs';
import { pauseFlow } from '../../automation/flow-state';
import { runFlowByWebhook } from '../../automation/run-by-webhook';
import { answerApproval } from '../../db/approval-store';
import { inTransaction, query } from '../../db/database';
import { askToMove, endRun, findRun, listRuns } from '../../db/flow-run-store';
import { dropHeldRuns } from '../../db/flow-state-store';
import { findPublishedFlow } from '../../db/flow-store';
import { flowRunWorkflowId } from '../../workflows/messages';
import { silent } from '../mail/mail-desk';
import { eventually } from '../support/eventually';
import { aFlowDesk, leadEmail, ana, type FlowDesk } from './flow-desk';

let desk: FlowDesk;

beforeAll(async () => {
  desk = await aFlowDesk({ historyLimit: 60 });
}, 60_000);

afterAll(() => desk.stop());

async function published(steps: string, more = '', slug = aSlug()): Promise<string> {
  const indented = steps.trim().replaceAll('\n', '\n  ');
  await desk.publish(`
language: 2
flow: ${slug}
title: A Flow
on:
  - { event: ticket.created, when: { field: tags, contains: ${slug} } }
  - { called: {} }
${more}
steps:
  ${indented}
`);
  return slug;
}

const aSlug = (): string => `h-${randomUUID().slice(0, 8)}`;

/** A run that is planned and has no workflow: what its activities do, this test does. */
async function aHeldRun(steps: string, more = '') {
  const slug = await published(steps, more);
  await pauseFlow(desk.db, slug, ana);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  return { slug, number, id };
}

async function aRun(slug: string, status = 'waiting') {
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  await until(id, status);
  return { number, id };
}

const until = (id: string, status: string) =>
  eventually(async () => ((await findRun(desk.db, id))?.status === status ? true : null));

const end = (id: string, status: 'failed' | 'cancelled' | 'completed') =>
  endRun(desk.db, id, { status, reason: null });

const isClosed = (id: string) =>
  eventually(() =>
    desk.engine.call('looking', async (client) => {
      const handle = client.getHandle(flowRunWorkflowId(desk.installation, id));
      return (await handle.describe()).status.name === 'RUNNING' ? null : true;
    }),
  );

/** Does what a workflow asks for, as often as a test says. */
function act(name: string, runId: string, stepId: string, more = {}): Promise<unknown> {
  const activities = createFlowActivities({
    ...{ db: desk.db, log: silent, publicUrl: 'http://localhost', secrets: desk.secrets },
  });
  return new MockActivityEnvironment(
    { scheduledTimestampMs: Date.now() },
    { logger: new DefaultLogger('ERROR') },
  ).run(activities[name as keyof typeof activities] as (input: unknown) => Promise<unknown>, {
    ...{ runId, stepId, iteration: 0, position: 1, until: null, ...more },
  });
}

async function answer(runId: string): Promise<void> {
  const { id } = await eventually(async () => (await approvalsOf(runId))[0]);
  await inTransaction(desk.db, (transaction) =>
    answerApproval(desk.db, id, desk.leadId, { answer: 'approve', comment: '' }, transaction),
  );
}

const approvalsOf = (runId: string) =>
  query<{ id: string; decided_by: string | null }>(
    desk.db,
    'SELECT id, decided_by FROM flow_approvals WHERE run_id = $1',
    [runId],
  );

const ask = `- { id: ask, approve: { by: ['${leadEmail}'], text: 'Well?' } }`;

test('an answer that came while its run began anew is seen by it', async () => {
  const { id } = await aHeldRun(ask);
  expect(await act('flow.ask-approval', id, 'ask')).toEqual({ until: null });
  await answer(id);

  expect(await act('flow.ask-approval', id, 'ask')).toEqual({
    ended: { outcome: 'approved', by: 'person' },
  });
});

test('a run that is over asks nobody, begins nothing and waits for nothing', async () => {
  const called = await published('- { id: end, stop: { outcome: done } }');
  const { id, number } = await aHeldRun(`
${ask}
- { id: call, flow: ${called} }
- { id: pause, wait: { for: 3h } }
- { id: words, set: { word: x } }
- { id: ways, if: { when: { cel: 'true' }, then: [] } }
`);
  await end(id, 'cancelled');

  for (const [name, step] of [
    ['flow.ask-approval', 'ask'],
    ['flow.begin-call', 'call'],
    ['flow.begin-wait', 'pause'],
    ['flow.set-variables', 'words'],
    ['flow.decide', 'ways'],
  ] as const) {
    await expect(act(name, id, step)).rejects.toMatchObject({
      ...{ type: 'flow-run-ended', nonRetryable: true },
    });
  }
  expect(await approvalsOf(id)).toEqual([]);
  expect(await listRuns(desk.db, { flow: called, ticket: number }, { limit: 1 })).toEqual([]);
  expect(await findRun(desk.db, id)).toMatchObject({ status: 'cancelled' });
  expect((await desk.steps(id)).filter(({ status }) => status !== 'cancelled')).toEqual([]);
});

test('a run that repeats another goes on with what that one had called, however it ends', async () => {
  const called = await published('- { id: end, stop: { outcome: done } }');
  await pauseFlow(desk.db, called, ana);
  const { id, number } = await aHeldRun(`- { id: call, flow: ${called} }`);
  await act('flow.begin-call', id, 'call');
  const child = await desk.runOf(called, number);
  await end(id, 'failed');
  await query(desk.db, 'UPDATE flow_runs SET cancel_wanted = false WHERE id = $1', [child.id]);
  const again = await rerunFlow(desk.db, id);
  await until(again, 'waiting');

  await inTransaction(desk.db, (transaction) =>
    dropHeldRuns(desk.db, child.flowId, 'Dropped.', transaction),
  );

  expect(await desk.ended(again)).toMatchObject({
    ...{ status: 'failed', reason: 'step call: called-flow-stopped' },
  });
});

test('a call that is asked for again does not run the called Flow again', async () => {
  const called = await published('- { id: end, stop: { outcome: done } }');
  await pauseFlow(desk.db, called, ana);
  const { id, number } = await aHeldRun(`- { id: call, flow: ${called} }`);
  await act('flow.begin-call', id, 'call');
  await end((await desk.runOf(called, number)).id, 'failed');

  expect(await act('flow.begin-call', id, 'call')).toEqual({
    ended: { status: 'failed', code: 'called-flow-failed' },
  });
  expect(await listRuns(desk.db, { flow: called }, { limit: 5 })).toHaveLength(1);
});

test('a run that waits for ever is over, and gone from Temporal, when its ticket goes to the bin', async () => {
  const slug = await published(
    '- { id: pause, wait: { until: [{ event: message.customer_replied }] } }',
  );
  const { id, number } = await aRun(slug);
  await desk.change(number, { type: 'update', fields: { removed: 'bin' } });

  expect(await desk.ended(id)).toMatchObject({ status: 'cancelled' });
  await isClosed(id);
  expect(await findRun(desk.db, id)).toMatchObject({
    ...{ status: 'cancelled', reason: 'Its ticket was removed.' },
  });
});

test('a run that is run again takes its turn among those of its key', async () => {
  const slug = await published(
    '- { id: pause, wait: { until: [{ event: message.customer_replied }] } }',
    'settings: { concurrency: { per: flow, whenBusy: queue } }',
  );
  const first = await aRun(slug);
  await cancelFlowRun(desk.db, desk.engine, { installation: desk.installation, runId: first.id });
  await desk.ended(first.id);
  const second = await aRun(slug);
  const again = await rerunFlow(desk.db, first.id);

  expect(await findRun(desk.db, again)).toMatchObject({ status: 'queued' });
  await desk.customerReplies(second.number);
  await until(again, 'waiting');
});

test('a wait that goes on with another version ends when it would have', async () => {
  const steps = '- { id: pause, wait: { for: 4s, until: [{ event: message.customer_replied }] } }';
  const slug = await published(steps);
  const { id } = await aRun(slug);
  const [step] = await desk.steps(id);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await published(`${steps}\n- { id: words, set: { word: x } }`, '', slug);
  await inTransaction(desk.db, (transaction) => askToMove(desk.db, [id], 2, transaction));
  const run = await desk.ended(id);

  expect(run).toMatchObject({ version: 2, status: 'completed' });
  const lateMs = run.endedAt!.getTime() - step!.waitingUntil!.getTime();
  expect(lateMs).toBeLessThan(1_500);
});

test('a run that has come to a step which the other version has not stays where it is', async () => {
  const pause = (id: string) =>
    `- { id: ${id}, wait: { until: [{ event: message.customer_replied }] } }`;
  const slug = await published(`${pause('first')}\n${pause('second')}`);
  const { id, number } = await aRun(slug);
  await published(pause('first'), '', slug);
  await desk.customerReplies(number);
  await eventually(async () => ((await desk.steps(id)).length === 2 ? true : null));
  await inTransaction(desk.db, (transaction) => askToMove(desk.db, [id], 2, transaction));
  await eventually(async () => {
    const [row] = await query<{ gone: boolean }>(
      desk.db,
      'SELECT move_to IS NULL AS gone FROM flow_runs WHERE id = $1',
      [id],
    );
    return row!.gone ? true : null;
  });
  await desk.customerReplies(number);

  expect(await desk.ended(id)).toMatchObject({ version: 1, status: 'completed' });
  expect((await desk.steps(id)).map(({ stepId }) => stepId)).toEqual(['first', 'second']);
});

test('a branch that another one ended takes along what it asked and what it called', async () => {
  const called = await published(ask);
  const slug = await published(
    `
- id: beside
  parallel:
    until: any
    branches:
      - ${ask}
      - - { id: call, flow: ${called} }
      - - { id: pause, wait: { for: 2s } }
- { id: on, wait: { until: [{ event: message.customer_replied }] } }
`.replace(`- ${ask}`, `- ${ask.trim()}`),
  );
  const { id, number } = await aRun(slug);
  await eventually(async () =>
    (await desk.steps(id)).some(({ stepId, status }) => stepId === 'on' && status === 'waiting')
      ? true
      : null,
  );

  expect((await approvalsOf(id))[0]!.decided_by).toBe('cancelled');
  const child = await desk.runOf(called, number);
  expect(await desk.ended(child.id)).toMatchObject({ status: 'cancelled' });
});

test('no history holds what a run was given, read, set, was told or was answered', async () => {
  const secret = 'planted-4Z';
  const receiver = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ words: `${secret}-answer`, list: [`${secret}-entry`] }));
  });
  receiver.unref();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const called = aSlug();
  await desk.publish(`
language: 2
flow: ${called}
title: A Flow
on: [{ called: { inputs: [{ name: word, title: Word, type: text }] } }]
outputs: { said: { ref: vars.word } }
steps:
  - { id: keep, set: { word: { template: '{{inputs.word}}-kept' } } }
  - { id: last, if: { when: { cel: 'vars.word != ""' }, then: [{ id: done, stop: { outcome: done } }] } }
`);
  const slug = aSlug();
  await desk.publish(`
language: 2
flow: ${slug}
title: A Flow
on: [{ webhook: true }]
steps:
  - { id: keep, set: { word: { ref: inputs.word } } }
  - { id: read, use: core.http-request@1, with: { method: GET, url: 'http://127.0.0.1:${port}/' } }
  - { id: ways, switch: { on: { ref: vars.word }, cases: [{ is: other, do: [] }], else: [] } }
  - { id: asks, if: { when: { cel: 'steps.read.body.words.startsWith("planted")' }, then: [{ id: yes, set: { said: { ref: steps.read.body.words } } }] } }
  - id: each
    for:
      each: { ref: steps.read.body.list }
      max: 9
      do:
        - { id: inner, set: { entry: { ref: item } } }
        - { id: if-item, if: { when: { field: item, contains: planted }, then: [] } }
        - { id: fails, use: core.create-ticket@1, onError: continue, with: { title: '{{item}}', description: '{{item}}', requester: same } }
  - { id: call, flow: ${called}, with: { word: { ref: vars.word } } }
  - { id: ask, approve: { by: ['${leadEmail}'], text: 'Well, {{vars.word}}?' } }
  - { id: bad, wait: { at: { ref: vars.word } } }
`);
  const flow = (await findPublishedFlow(desk.db, slug))!;
  const inputs = { word: `${secret}-word`, deep: [{ er: `${secret}-deep` }] };
  const id = await runFlowByWebhook(desk.db, flow, { webhookId: 'w-1', inputs });
  const approval = await eventually(async () => (await approvalsOf(id))[0]);
  await inTransaction(desk.db, (transaction) =>
    answerApproval(
      desk.db,
      approval.id,
      desk.leadId,
      { answer: 'approve', comment: `${secret}-comment` },
      transaction,
    ),
  );
  const run = await desk.ended(id);
  const [child] = await listRuns(desk.db, { flow: called }, { limit: 1 });

  expect(run).toMatchObject({ status: 'failed', reason: 'step bad: not-a-moment' });
  expect(child!.outputs).toEqual({ said: `${secret}-word-kept` });
  const records = JSON.stringify(await desk.steps(id));
  for (const word of ['word', 'answer', 'entry', 'comment', 'word-kept'])
    expect(records).toContain(`${secret}-${word}`);
  for (const history of [await desk.history(id), await desk.history(child!.id)]) {
    expect(history).toContain('flow.end-run');
    expect(history).not.toContain(secret);
    expect(history).not.toContain('Lea Lead');
  }
});

test('a program that is longer than a start may be is read by the run, also in its next history', async () => {
  const long = (from: number) =>
    Array.from({ length: 100 }, (_, index) => `${from + index}-${'x'.repeat(480)}`);
  const choice = (id: string, from: number) =>
    `- { id: ${id}, switch: { on: { ref: item }, cases: [{ is: ${JSON.stringify(long(from))}, do: [] }], else: [] } }`;
  const slug = await published(`
- id: each
  for:
    each: { cel: '["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]' }
    max: 10
    do:
      ${choice('one', 0)}
      ${choice('two', 100)}
      ${choice('three', 200)}
`);
  const { id } = await aRun(slug, 'completed');

  expect(await desk.steps(id)).toHaveLength(31);
  const history = await desk.history(id);
  expect(history).toContain('flow.read-program');
  expect(history).not.toContain('"program"');
});
