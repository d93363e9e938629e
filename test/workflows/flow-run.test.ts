import { query } from '../../db/database';
import { startFlowRuns } from '../../automation/start-flow-runs';
import { findTicket } from '../../db/ticket-store';
import { flowRunWorkflowId } from '../../workflows/messages';
import { recordedHistories, recordHistory, replay } from '../support/histories';
import { aFlowDesk, type FlowDesk } from './flow-desk';

let desk: FlowDesk;
beforeAll(async () => {
  desk = await aFlowDesk();
}, 60_000);
afterAll(() => desk.stop());

const record = (runId: string, name: string): Promise<void> =>
  desk.engine.call('fetching a history', (client) =>
    recordHistory(client.getHandle(flowRunWorkflowId(desk.installation, runId)), name),
  );

test('an event starts the Flow it calls for, and every step has its effect once', async () => {
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
  const { number } = await desk.create({ title: 'Fire' });

  await desk.change(number, { type: 'update', fields: { priority: 'urgent' } });

  const run = await desk.ended((await desk.runOf('urgent', number)).id);
  expect(run).toMatchObject({ status: 'completed', eventSeq: 2, id: `urgent/${number}/2` });
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

describe('replay', () => {
  test.each(recordedHistories('flow-run'))('%s', (name) => replay(name));
});
