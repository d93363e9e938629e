import { randomUUID } from 'node:crypto';
import { answerApproval } from '../../db/approval-store';
import { inTransaction, query } from '../../db/database';
import { cancelFlowRun, rerunFlow, runFlowAgain } from '../../automation/control-flow-runs';
import { moveFlowRuns } from '../../automation/move-flow-runs';
import { findRun, listRuns } from '../../db/flow-run-store';
import { holdTickets, findTicket } from '../../db/ticket-store';
import { submitWithin } from '../../tickets/submit-command';
import { eventually } from '../support/eventually';
import { recordHistory } from '../support/histories';
import { flowRunWorkflowId } from '../../workflows/messages';
import { aReceiver } from './a-receiver';
import { aFlowDesk, ana, leadEmail, type FlowDesk } from './flow-desk';

let desk: FlowDesk;

beforeAll(async () => {
  desk = await aFlowDesk({ historyLimit: 60 });
}, 60_000);

afterAll(() => desk.stop());

/** A Flow with these steps that begins with a ticket's creation. */
async function published(steps: string, more = ''): Promise<string> {
  const slug = `f-${randomUUID().slice(0, 8)}`;
  const indented = steps.replaceAll('\n', '\n  ');
  await desk.publish(`
language: 2
flow: ${slug}
title: A Flow
on: [{ event: ticket.created, when: { field: tags, contains: ${slug} } }]
${more}
steps:
  ${indented.trim()}
`);
  return slug;
}

async function ranOn(slug: string, fields: { priority?: 'low' | 'urgent' } = {}) {
  const { number } = await desk.create({ tags: [slug], ...fields });
  const { id } = await desk.runOf(slug, number);
  return { number, run: await desk.ended(id), steps: await desk.steps(id) };
}

const record = (runId: string, name: string): Promise<void> =>
  desk.engine.call('recording a history', (client) =>
    recordHistory(client.getHandle(flowRunWorkflowId(desk.installation, runId)), name),
  );

const ids = (steps: { stepId: string; iteration: number }[]): string[] =>
  steps.map(({ stepId, iteration }) => (iteration > 0 ? `${stepId}/${iteration}` : stepId));

test('a switch takes the case that its value is in, and else the other way', async () => {
  const slug = await published(`
- id: which
  switch:
    on: { ref: ticket.priority }
    cases:
      - { is: [high, urgent], do: [{ id: fast, use: core.add-note@1, with: { text: fast } }] }
      - { is: medium, do: [{ id: usual, use: core.add-note@1, with: { text: usual } }] }
    else:
      - { id: slow, stop: { outcome: left-alone } }
`);
  const urgent = await ranOn(slug, { priority: 'urgent' });
  const low = await ranOn(slug, { priority: 'low' });

  await record(low.run.id, 'flow-run.takes-a-case');
  expect(ids(urgent.steps)).toEqual(['which', 'fast']);
  expect(ids(low.steps)).toEqual(['which', 'slow']);
  expect(low.run).toMatchObject({ status: 'completed', outcome: 'left-alone' });
});

test('a loop does its steps for each item, keeps variables, and ends within its bound', async () => {
  const slug = await published(`
- id: start
  set: { said: '' }
- id: each
  for:
    each: [a, b, c]
    max: 5
    do:
      - id: say
        use: core.add-note@1
        with: { text: 'Item {{item}} at {{index}}' }
      - id: keep
        set: { said: { cel: 'vars.said + item' } }
- id: sum
  use: core.add-note@1
  with: { text: 'Together {{vars.said}}, {{steps.each.count}} items' }
- id: too-many
  for: { each: [1, 2, 3], max: 2, do: [{ id: never, set: { x: 1 } }] }
`);
  const { run, steps } = await ranOn(slug);

  expect(ids(steps)).toEqual([
    'start',
    'each',
    'say',
    'keep',
    'say/1',
    'keep/1',
    'say/2',
    'keep/2',
    'sum',
    'too-many',
  ]);
  expect(steps.at(-2)!.input).toEqual({ text: 'Together abc, 3 items' });
  expect(run).toMatchObject({ status: 'failed', reason: 'step too-many: too-many-items' });
  expect(steps.at(-1)!.attempts[0]!.error!.message).toContain('raise "max"');
});

test('a long loop goes on in new histories and loses nothing of what it knew', async () => {
  const slug = await published(`
- id: count
  set: { sum: 0 }
- id: each
  for:
    each: { cel: '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]' }
    max: 20
    do: [{ id: add, set: { sum: { cel: 'vars.sum + item' } } }]
- id: end
  use: core.add-note@1
  with: { text: 'Sum {{vars.sum}}' }
`);
  const { run, steps } = await ranOn(slug);

  await record(run.id, 'flow-run.loops-in-histories');
  expect(run.status).toBe('completed');
  expect(steps.at(-1)!.input).toEqual({ text: 'Sum 120' });
  expect(await desk.history(run.id)).toContain('"continuedExecutionRunId":"');
});

test('branches run beside each other; the first ends the others where that is asked', async () => {
  const slug = await published(`
- id: both
  parallel:
    branches:
      - [{ id: one, use: core.add-note@1, with: { text: one } }]
      - [{ id: pause, wait: { for: 1s } }, { id: two, use: core.add-note@1, with: { text: two } }]
- id: race
  parallel:
    until: any
    branches:
      - [{ id: quick, wait: { for: 1s } }]
      - [{ id: long, wait: { for: 30d } }, { id: late, use: core.add-note@1, with: { text: late } }]
- id: after
  use: core.add-note@1
  with: { text: after }
`);
  const { run, steps } = await ranOn(slug);
  await record(run.id, 'flow-run.branches-beside');
  const statusOf = (id: string) => steps.find(({ stepId }) => stepId === id)?.status;

  expect(run.status).toBe('completed');
  expect(['one', 'two', 'quick', 'after'].map(statusOf)).toEqual(Array(4).fill('completed'));
  expect([statusOf('long'), statusOf('late')]).toEqual(['cancelled', undefined]);
});

test('a failed step has a branch of its own, and its error does not end the run', async () => {
  const slug = await published(`
- id: hook
  use: core.call-webhook@1
  with: { url: 'http://127.0.0.1:9/' }
  retry: { attempts: 1 }
  onError:
    - { id: tell, use: core.add-note@1, with: { text: 'The hook is away' } }
- id: go-on
  use: core.set-priority@1
  with: { priority: high }
`);
  const { run, steps } = await ranOn(slug);

  expect(run.status).toBe('completed');
  expect(steps.map(({ stepId, status }) => [stepId, status])).toEqual([
    ['hook', 'failed'],
    ['tell', 'completed'],
    ['go-on', 'completed'],
  ]);
});

test('neighbouring changes of the ticket share one activity and one transaction', async () => {
  const slug = await published(`
- { id: first, use: core.set-priority@1, with: { priority: urgent } }
- { id: second, use: core.set-status@1, with: { status: in_progress } }
- { id: third, use: core.add-note@1, with: { text: 'Now {{ticket.priority}}, {{ticket.status}}' } }
- { id: fourth, use: core.set-status@1, with: { status: in_progress }, onError: continue }
`);
  const { number, run, steps } = await ranOn(slug);

  expect(run.status).toBe('completed');
  expect(ids(steps)).toEqual(['first', 'second', 'third', 'fourth']);
  expect(steps[2]!.input).toEqual({ text: 'Now urgent, in_progress' });
  expect(await findTicket(desk.db, number)).toMatchObject({ priority: 'urgent' });
  await record(run.id, 'flow-run.changes-together');
  const history = await desk.history(run.id);
  expect(history.match(/"activityTaskScheduledEventAttributes"/g)).toHaveLength(1);
  const [{ transactions }] = (await query(
    desk.db,
    `SELECT count(DISTINCT xid)::int AS transactions FROM ticket_events WHERE ticket = $1 AND cause->>'run' = $2`,
    [number, run.id],
  )) as [{ transactions: number }];
  expect(transactions).toBe(1);
});

test('a Flow calls another one with inputs, on another ticket, and goes on with its answer', async () => {
  const called = `c-${randomUUID().slice(0, 8)}`;
  await desk.publish(`
language: 2
flow: ${called}
title: Called
on: [{ called: { inputs: [{ name: word, title: Word, type: text, required: true }] } }]
outputs: { shout: { cel: 'upper(inputs.word)' } }
steps:
  - { id: note, use: core.add-note@1, with: { text: 'Called with {{inputs.word}}' } }
  - { id: done, stop: { outcome: shouted } }
`);
  const other = await desk.create();
  const slug = await published(
    `
- id: call
  flow: ${called}
  ticket: ${other.number}
  with: { word: 'p{{"x"}}' }
- id: note
  use: core.add-note@1
  with: { text: 'It said {{steps.call.shout}}, {{steps.call.outcome}}' }
`.replace(`'p{{"x"}}'`, '{ ref: ticket.priority }'),
  );
  const { run, steps } = await ranOn(slug, { priority: 'low' });

  expect(run.status).toBe('completed');
  expect(steps.at(-1)!.input).toEqual({ text: 'It said LOW, shouted' });
  await record(run.id, 'flow-run.calls-another');
  const child = await desk.runOf(called, other.number);
  expect(child).toMatchObject({ status: 'completed', outcome: 'shouted', parentRunId: run.id });
});

test('people approve or reject, and without them the time does', async () => {
  const slug = await published(`
- id: ask
  approve: { by: ['${leadEmail}'], text: 'Refund for {{ticket.number}}?', for: 1h }
  onApprove: [{ id: "yes", use: core.add-note@1, with: { text: 'yes: {{steps.ask.comment}}' } }]
  onReject: [{ id: "no", stop: { outcome: refused } }]
`);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  const approval = await eventually(async () => {
    const [row] = await query<{ id: string }>(
      desk.db,
      'SELECT id FROM flow_approvals WHERE run_id = $1',
      [id],
    );
    return row ?? null;
  });
  await desk.db.sequelize.transaction((transaction) =>
    answerApproval(
      desk.db,
      approval.id,
      desk.leadId,
      { answer: 'approve', comment: 'fine' },
      transaction,
    ),
  );
  const run = await desk.ended(id);

  await record(id, 'flow-run.asks-people');
  expect(run.status).toBe('completed');
  expect(ids(await desk.steps(id))).toEqual(['ask', 'yes']);

  const late = await published(`
- id: ask
  approve: { by: ['${leadEmail}'], text: 'Well?', for: 1s, default: approve }
  onApprove: [{ id: "yes", stop: { outcome: waved-through } }]
`);
  expect((await ranOn(late)).run.outcome).toBe('waved-through');
});

test('a wait lasts until a moment that a value says, or for business time', async () => {
  const slug = await published(`
- id: moment
  wait: { at: { cel: 'timestamp(now) + duration("1s")' } }
- id: business
  wait: { for: 1s, calendar: Always }
- id: passed
  wait: { at: { ref: ticket.createdAt } }
`).catch((error: unknown) => error as Error);
  expect(String(slug)).toContain('there is no calendar "Always"');
  await query(
    desk.db,
    `INSERT INTO calendars (name, time_zone, hours)
     SELECT 'Always', 'UTC', jsonb_object_agg(day, '[{"from":"00:00","to":"24:00"}]'::jsonb)
     FROM unnest(ARRAY['monday','tuesday','wednesday','thursday','friday','saturday','sunday']) day`,
    [],
  );
  const again = await published(`
- id: moment
  wait: { at: { cel: 'timestamp(now) + duration("1s")' } }
- id: business
  wait: { for: 1s, calendar: Always }
- id: passed
  wait: { at: { ref: ticket.createdAt } }
`);
  const { run, steps } = await ranOn(again);
  await record(run.id, 'flow-run.waits-for-moments');

  expect(run.status).toBe('completed');
  expect(steps.map(({ output }) => output!['outcome'])).toEqual(['timeout', 'timeout', 'timeout']);
});

test('an ended run runs again from a step, or as new', async () => {
  const slug = await published(`
- { id: keep, set: { word: { ref: ticket.priority } } }
- { id: note, use: core.add-note@1, with: { text: 'Word {{vars.word}}' } }
- { id: calm, use: core.set-priority@1, with: { priority: low } }
- { id: pause, wait: { for: 1s } }
- { id: end, use: core.add-note@1, with: { text: 'End {{vars.word}}' } }
`);
  const { number, run } = await ranOn(slug, { priority: 'urgent' });
  const notes = async () =>
    (
      await query<{ text: string }>(
        desk.db,
        `SELECT text FROM messages WHERE ticket = $1 AND kind = 'note' ORDER BY created_at, text`,
        [number],
      )
    ).map(({ text }) => text);
  expect(await notes()).toEqual(['Word urgent', 'End urgent']);

  const fromStep = await desk.ended(await rerunFlow(desk.db, run.id, { from: 'pause' }));
  await record(fromStep.id, 'flow-run.repeats-from-a-step');
  expect(fromStep.status).toBe('completed');
  const repeated = await desk.steps(fromStep.id);
  expect(repeated.map(({ stepId, takenOver }) => [stepId, takenOver])).toEqual([
    ['keep', true],
    ['note', true],
    ['calm', true],
    ['pause', false],
    ['end', false],
  ]);
  expect(await notes()).toEqual(['Word urgent', 'End urgent']);

  const asNew = await desk.ended(await runFlowAgain(desk.db, run.id));
  expect(asNew.status).toBe('completed');
  expect(await notes()).toEqual(['Word urgent', 'End urgent', 'Word low', 'End low']);
});

test('a value that comes to nothing fails its step and says which', async () => {
  const slug = await published(`
- { id: who, set: { name: { ref: assignee.name } } }
`);
  const { run, steps } = await ranOn(slug);

  expect(run).toMatchObject({ status: 'failed', reason: 'step who: template-not-rendered' });
  expect(steps[0]!.attempts[0]!.error!.message).toContain('assignee.name');
});

describe('runs of one key', () => {
  const waiting = (whenBusy: string, per = 'ticket') =>
    published(
      `
- { id: pause, wait: { until: [{ event: message.customer_replied }] } }
- { id: end, use: core.add-note@1, with: { text: done } }
`,
      `settings: { concurrency: { per: ${per}, whenBusy: ${whenBusy} } }`,
    );
  const again = async (slug: string, number: number) => {
    await desk.change(number, { type: 'update', fields: { tags: ['other'] } });
    await desk.change(number, { type: 'update', fields: { tags: [slug] } });
  };
  const twice = async (whenBusy: string) => {
    const slug = await waiting(whenBusy);
    const source = await desk.publish(`
language: 2
flow: ${slug}
title: A Flow
on: [{ event: ticket.tags_changed, when: { field: tags, contains: ${slug} } }]
settings: { concurrency: { per: ticket, whenBusy: ${whenBusy} } }
steps:
  - { id: pause, wait: { until: [{ event: message.customer_replied }] } }
  - { id: end, use: core.add-note@1, with: { text: done } }
`);
    expect(source.version).toBe(2);
    const { number } = await desk.create();
    await again(slug, number);
    const first = await desk.runOf(slug, number);
    await until(first.id, 'waiting');
    await again(slug, number);
    const runs = await eventually(async () => {
      const found = await listRuns(desk.db, { flow: slug, ticket: number }, { limit: 5 });
      return found.length === 2 ? found : null;
    });
    return { number, first: first.id, second: runs.find(({ id }) => id !== first.id)!.id };
  };
  const until = (id: string, status: string) =>
    eventually(async () => ((await findRun(desk.db, id))?.status === status ? true : null));

  test('wait for their turn', async () => {
    const { number, first, second } = await twice('queue');
    await until(second, 'queued');
    await desk.customerReplies(number);
    await until(first, 'completed');
    // The reply came after what began it, too.
    await until(second, 'completed');
  });

  test('are left out while one is under way', async () => {
    const { first, second } = await twice('skip');
    expect(await findRun(desk.db, second)).toMatchObject({ status: 'stopped' });
    expect((await findRun(desk.db, second))!.reason).toContain(first);
  });

  test('take the place of the one before', async () => {
    const { first, second } = await twice('replace');
    await until(first, 'cancelled');
    await until(second, 'waiting');
  });
});

test('a waiting run goes on with a newer version, where its step still is', async () => {
  const slug = `m-${randomUUID().slice(0, 8)}`;
  const version = (steps: string) =>
    desk.publish(`
language: 2
flow: ${slug}
title: A Flow
on: [{ event: ticket.created, when: { field: tags, contains: ${slug} } }]
steps:
  - { id: before, set: { word: old } }
${steps}
`);
  await version(`
  - { id: pause, wait: { until: [{ event: message.customer_replied }] } }
  - { id: end, use: core.add-note@1, with: { text: 'One {{vars.word}}' } }`);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  await eventually(async () => ((await findRun(desk.db, id))?.status === 'waiting' ? true : null));
  await version(`
  - { id: inserted, use: core.add-note@1, with: { text: 'never on old runs' } }
  - id: outer
    if:
      when: { field: status, is: open }
      then:
        - { id: pause, wait: { until: [{ event: message.customer_replied }] } }
  - { id: end, use: core.add-note@1, with: { text: 'Two {{vars.word}}' } }`);

  const gone = await moveFlowRuns(desk.db, slug, { dryRun: true, by: ana });
  expect(gone).toMatchObject({ version: 2, moved: [id], stay: [] });
  await moveFlowRuns(desk.db, slug, { dryRun: false, by: ana });
  await eventually(async () => ((await findRun(desk.db, id))?.version === 2 ? true : null));
  await desk.customerReplies(number);
  const run = await desk.ended(id);

  await record(id, 'flow-run.moved');
  expect(run).toMatchObject({ status: 'completed', version: 2 });
  const steps = await desk.steps(id);
  expect(ids(steps)).toEqual(['before', 'pause', 'end']);
  expect(steps.at(-1)!.input).toEqual({ text: 'Two old' });
});

test('a cancelled run takes what it called and what it asked with it', async () => {
  const called = `c-${randomUUID().slice(0, 8)}`;
  await desk.publish(`
language: 2
flow: ${called}
title: Called
on: [{ called: {} }]
steps:
  - { id: ask, approve: { by: ['${leadEmail}'], text: 'Well?' } }
`);
  const slug = await published(`- { id: call, flow: ${called} }`);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  const child = await desk.runOf(called, number);
  await eventually(async () =>
    (await findRun(desk.db, child.id))?.status === 'waiting' ? true : null,
  );
  await cancelFlowRun(desk.db, desk.engine, { installation: desk.installation, runId: id });
  await desk.ended(id);

  expect(await desk.ended(child.id)).toMatchObject({ status: 'cancelled' });
  const [approval] = await query<{ decided_by: string }>(
    desk.db,
    'SELECT decided_by FROM flow_approvals WHERE run_id = $1',
    [child.id],
  );
  expect(approval!.decided_by).toBe('cancelled');
});

test('waits see what came while their run began or went from one to the next, each event once and in order', async () => {
  const slug = await published(
    ['one', 'two', 'three']
      .map((id) => `- { id: ${id}, wait: { until: [{ event: ticket.priority_changed }] } }`)
      .join('\n'),
  );
  const numbers = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const { number } = await desk.create({ tags: [slug] });
      for (const priority of ['low', 'high', 'urgent'] as const) {
        if (index % 3 > 0) await pause(Math.random() * 40 * (index % 3));
        await desk.change(number, { type: 'update', fields: { title: `before ${priority}` } });
        await desk.change(number, { type: 'update', fields: { priority } });
      }
      return number;
    }),
  );

  for (const number of numbers) {
    const run = await desk.ended((await desk.runOf(slug, number)).id);
    const seen = await query(
      desk.db,
      `SELECT step_id, seen_seq FROM flow_waits WHERE run_id = $1 ORDER BY begun_at`,
      [run.id],
    );
    expect(seen).toEqual([
      { step_id: 'one', seen_seq: 3 },
      { step_id: 'two', seen_seq: 5 },
      { step_id: 'three', seen_seq: 7 },
    ]);
  }
});

test('what another branch has waited for meanwhile takes no event from a wait', async () => {
  let answer = (): void => undefined;
  const answered = new Promise<number>((resolve) => (answer = () => resolve(204)));
  const receiver = await aReceiver(() => answered);
  const slug = await published(`
- id: both
  parallel:
    until: all
    branches:
      - [{ id: here, wait: { until: [{ event: ticket.priority_changed }] } }]
      - - { id: hook, use: core.call-webhook@1, with: { url: '${receiver.url}', body: {} } }
        - { id: there, wait: { until: [{ event: ticket.title_changed }] } }
`);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  await desk.change(number, { type: 'update', fields: { title: 'Before the other wait' } });
  await desk.change(number, { type: 'update', fields: { priority: 'urgent' } });
  await eventually(async () => (await desk.steps(id)).some(({ output }) => output?.['event']));
  answer();

  expect(await desk.ended(id)).toMatchObject({ status: 'completed' });
  await receiver.close();
});

test('an event that comes after the time of one wait is there for the next', async () => {
  const slug = await published(`
- { id: short, wait: { for: 1s, until: [{ event: ticket.title_changed }] } }
- { id: long, wait: { until: [{ event: ticket.title_changed }] } }
`);
  const { number } = await desk.create({ tags: [slug] });
  const { id } = await desk.runOf(slug, number);
  const until = await eventually(async () => (await desk.steps(id))[0]?.waitingUntil);
  // The end of the first wait has to queue up behind this change.
  await inTransaction(desk.db, async (transaction) => {
    await holdTickets(desk.db, [number], transaction);
    await pause(until.getTime() - Date.now() + 300);
    const change = { type: 'update', fields: { title: 'Too late' } } as const;
    const command = { id: randomUUID(), ticket: number, change, actor: ana };
    await submitWithin(desk.db, command, {}, transaction);
  });

  expect(await desk.ended(id)).toMatchObject({ status: 'completed' });
  expect((await desk.steps(id)).map(({ output }) => output?.['outcome'])).toEqual([
    'timeout',
    'event',
  ]);
});

test('runs that are planned together take their turns in the order of their events', async () => {
  const slug = `q-${randomUUID().slice(0, 8)}`;
  await desk.publish(`
language: 2
flow: ${slug}
title: In turn
on: [{ event: ticket.priority_changed, when: { field: tags, contains: ${slug} } }]
settings: { concurrency: { per: ticket, whenBusy: queue } }
steps: [{ id: note, use: core.add-note@1, with: { text: 'My turn' } }]
`);
  const { number } = await desk.create({ tags: [slug] });
  for (let title = 2; title < 8; title += 1) {
    await desk.change(number, { type: 'update', fields: { title: `Title ${title}` } });
  }
  await inTransaction(desk.db, async (transaction) => {
    for (const priority of ['low', 'high', 'urgent'] as const) {
      const change = { type: 'update', fields: { priority } } as const;
      const command = { id: randomUUID(), ticket: number, change, actor: ana };
      await submitWithin(desk.db, command, {}, transaction);
    }
  });
  const runs = [8, 9, 10].map((seq) => `${slug}.${number}.${seq}`);
  await eventually(async () => (await findRun(desk.db, runs[0]!)) !== null);
  for (const id of runs) await desk.ended(id);

  const steps = await Promise.all(runs.map((id) => desk.steps(id)));
  const begun = steps.map(([note]) => note!.startedAt.getTime());
  expect(begun).toEqual([...begun].sort((a, b) => a - b));
});

const note = (id: string): string => `{ id: ${id}, use: core.add-note@1, with: { text: Seen } }`;
const lookUp = (id: string): string =>
  `{ id: ${id}, use: core.find-tickets@1, with: { where: { tag: none } } }`;
test.each([
  ['one action', `- ${note('a')}`],
  ['neighbouring changes', `- ${note('a')}\n- ${note('b')}\n- ${note('c')}`],
  ['other actions', `- ${lookUp('a')}\n- ${note('b')}\n- ${lookUp('c')}`],
  [
    'decisions',
    `- { id: if, if: { when: { field: priority, is: low }, then: [${note('a')}], else: [${note('b')}] } }
- { id: switch, switch: { on: { ref: ticket.status }, cases: [{ is: open, do: [${lookUp('c')}] }] } }`,
  ],
  ['a loop', `- { id: each, for: { each: [1, 2, 3], max: 5, do: [${lookUp('a')}] } }`],
  [
    'branches',
    `- { id: both, parallel: { until: all, branches: [[${lookUp('a')}], [${lookUp('b')}, ${lookUp('c')}]] } }`,
  ],
  ['a wait', `- { id: wait, wait: { for: 1s } }\n- ${note('a')}`],
])(
  'the history of %s has at most 5 events, 6 for each activity and 5 for each timer',
  async (_, steps) => {
    const { run } = await ranOn(await published(steps));

    const history = await desk.history(run.id);

    const count = (kind: string): number =>
      history.match(new RegExp(`"${kind}EventAttributes":`, 'g'))?.length ?? 0;
    expect(run.status).toBe('completed');
    expect(count('activityTaskScheduled')).toBeGreaterThan(0);
    const most = 5 + 6 * count('activityTaskScheduled') + 5 * count('timerStarted');
    expect(count('\\w+')).toBeLessThanOrEqual(most);
  },
);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
