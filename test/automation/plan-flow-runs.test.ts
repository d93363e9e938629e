import { randomUUID } from 'node:crypto';
import { decisionsKept, planFlowRuns } from '../../automation/plan-flow-runs';
import { runsPerFlowTicketAndHour } from '../../automation/plan-run';
import { EngineAway, type Engine } from '../../automation/engine';
import { publishFlow } from '../../automation/publish-flow';
import { startFlowRuns } from '../../automation/start-flow-runs';
import { inTransaction, query } from '../../db/database';
import { listDecisions } from '../../db/flow-decision-store';
import { claimRunsToStart, listRuns, type FlowRun } from '../../db/flow-run-store';
import { disableFlow, enableFlow } from '../../automation/flow-state';
import { eventsAfter } from '../../db/ticket-store';
import type { Cause } from '../../domain/ticket/command';
import type { Priority } from '../../domain/ticket/priority';
import { submitCommand } from '../../tickets/submit-command';
import { anAgent, creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

afterEach(() =>
  desk.db.sequelize.query(
    'UPDATE flows SET enabled = false; UPDATE flow_revision SET revision = revision + 1',
  ),
);

async function publish(slug: string, when: object): Promise<{ id: string; version: number }> {
  return publishFlow(
    desk.db,
    {
      language: 1,
      flow: slug,
      title: slug,
      on: [{ event: 'ticket.priority_changed', when }],
      steps: [{ id: 'note', use: 'core.add-note@1', with: { text: 'x' } }],
    },
    { by: anAgent },
  );
}

const toUrgent = { field: 'priority', changed_to: 'urgent' };

async function aTicket(): Promise<number> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

async function setPriority(ticket: number, priority: Priority, cause?: Omit<Cause, 'commandId'>) {
  const outcome = await submitCommand(desk.db, {
    id: randomUUID(),
    ticket,
    change: { type: 'update', fields: { priority } },
    actor: anAgent,
    ...(cause ? { cause } : {}),
  });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.version;
}

async function plan(ticket: number, afterSeq = 0) {
  const events = await eventsAfter(desk.db, ticket, afterSeq);
  return inTransaction(desk.db, (transaction) => planFlowRuns(desk.db, events, transaction));
}

const runsOn = (ticket: number): Promise<FlowRun[]> =>
  listRuns(desk.db, { ticket }, { limit: 100 });

test('an event starts a Flow once, however often it is told and by how many', async () => {
  await publish('once', toUrgent);
  const ticket = await aTicket();
  await setPriority(ticket, 'urgent');

  await Promise.all([plan(ticket), plan(ticket), plan(ticket)]);
  await plan(ticket);

  expect((await runsOn(ticket)).map(({ id }) => id)).toEqual([`once.${ticket}.2`]);
});

test('what is published meanwhile does not start the Flow again for an event', async () => {
  const { id } = await publish('again', toUrgent);
  const ticket = await aTicket();
  await setPriority(ticket, 'urgent');
  await plan(ticket);

  await publish('again', { all: [toUrgent] });
  await plan(ticket);

  const runs = await runsOn(ticket);
  expect(runs).toMatchObject([{ flowId: id, version: 1 }]);
  await setPriority(ticket, 'low');
  await setPriority(ticket, 'urgent');
  await plan(ticket, 2);
  expect((await runsOn(ticket)).map(({ version }) => version).sort()).toEqual([1, 2]);
});

test('a Flow that is off starts nothing, and one that is on again does', async () => {
  const { id } = await publish('off', toUrgent);
  const ticket = await aTicket();
  await setPriority(ticket, 'urgent');

  await disableFlow(desk.db, id, { by: anAgent });
  expect(await plan(ticket)).toMatchObject({ runs: 0 });
  await enableFlow(desk.db, id, anAgent);
  expect(await plan(ticket)).toMatchObject({ runs: 1 });
});

test('nothing is planned when the transaction that moves the cursor fails', async () => {
  await publish('undone', toUrgent);
  const ticket = await aTicket();
  await setPriority(ticket, 'urgent');
  const events = await eventsAfter(desk.db, ticket, 0);

  const planned = inTransaction(desk.db, async (transaction) => {
    await planFlowRuns(desk.db, events, transaction);
    throw new Error('the cursor did not move');
  });

  await expect(planned).rejects.toThrow('the cursor did not move');
  expect(await runsOn(ticket)).toEqual([]);
});

test('a Flow that runs too often on a ticket is stopped until calmer times', async () => {
  await publish('often', { field: 'priority', changed: true });
  const ticket = await aTicket();
  const times = runsPerFlowTicketAndHour + 2;
  for (let i = 0; i < times; i += 1) await setPriority(ticket, i % 2 ? 'low' : 'high');

  await plan(ticket);

  const stopped = (await runsOn(ticket)).filter(({ status }) => status === 'stopped');
  expect(stopped).toHaveLength(2);
  expect(stopped[0]!.reason).toContain(`${runsPerFlowTicketAndHour} times`);
});

test('a change that a chain of Flows led to says how deep it is, and the deepest starts none', async () => {
  await publish('deep', toUrgent);
  const [shallow, deep] = [await aTicket(), await aTicket()];
  await setPriority(shallow, 'urgent', { flow: 'other', run: 'other.1.1', step: 'a', depth: 4 });
  await setPriority(deep, 'urgent', { flow: 'other', run: 'other.1.1', step: 'a', depth: 5 });

  await plan(shallow);
  await plan(deep);

  expect(await runsOn(shallow)).toMatchObject([{ status: 'starting', depth: 4 }]);
  expect(await runsOn(deep)).toMatchObject([{ status: 'stopped', depth: 5 }]);
});

test('why an event did not start a Flow is kept for the last events', async () => {
  const { id } = await publish('reasons', { field: 'priority', changed_to: 'urgent' });
  const ticket = await aTicket();
  for (let i = 0; i < decisionsKept + 150; i += 1)
    await setPriority(ticket, i % 2 ? 'low' : 'high');

  for (let seq = 1; seq < decisionsKept + 151; seq += 25) {
    const events = await eventsAfter(desk.db, ticket, seq, { upTo: seq + 25 });
    await inTransaction(desk.db, (transaction) => planFlowRuns(desk.db, events, transaction));
  }

  const kept = await listDecisions(desk.db, id, 1_000);
  expect(kept.length).toBeGreaterThanOrEqual(decisionsKept);
  expect(kept.length).toBeLessThan(decisionsKept + 110);
  expect(kept[0]).toMatchObject({
    matched: false,
    explanation: { triggers: [{ verdict: { holds: false, expected: 'urgent' } }] },
  });
});

test('of several processes each takes other runs to start', async () => {
  await publish('shared', toUrgent);
  await query(desk.db, `UPDATE flow_runs SET status = 'cancelled' WHERE status = 'starting'`);
  for (let i = 0; i < 6; i += 1) {
    const ticket = await aTicket();
    await setPriority(ticket, 'urgent');
    await plan(ticket);
  }

  const claims = await Promise.all([1, 2, 3].map(() => claimRunsToStart(desk.db, 3)));

  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(6);
});

test('a run that cannot be started since Temporal is away is offered again', async () => {
  await publish('away', toUrgent);
  await query(desk.db, `UPDATE flow_runs SET status = 'cancelled' WHERE status = 'starting'`);
  const ticket = await aTicket();
  await setPriority(ticket, 'urgent');
  await plan(ticket);
  const away = { call: () => Promise.reject(new EngineAway('Temporal is away')) };

  await expect(startFlowRuns(desk.db, away as unknown as Engine, 'x')).rejects.toThrow(EngineAway);

  expect(await runsOn(ticket)).toMatchObject([{ status: 'starting' }]);
  expect(await claimRunsToStart(desk.db, 10)).toMatchObject([{ id: `away.${ticket}.2` }]);
});
