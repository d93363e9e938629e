import { createAgent, deleteAgent, findAgent } from '../../db/agent-store';
import { inTransaction } from '../../db/database';
import { createTeam, deleteTeam } from '../../db/team-store';
import { findTicket } from '../../db/ticket-store';
import type { FieldChanges } from '../../domain/ticket/command';
import { submitCommand, submitWithin } from '../../tickets/submit-command';
import { aCommand, creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';
import { untilSomebodyWaits } from '../support/waiting';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

async function aStoredTicket(): Promise<number> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

async function anAgent(name: string): Promise<string> {
  const email = `${name.toLowerCase()}@desk.example`;
  return (await createAgent(desk.db, { name, email, role: 'agent' })).id;
}

const update = (ticket: number, fields: FieldChanges) =>
  aCommand({ type: 'update', fields }, { ticket });

test('an agent who is removed at this moment is given no ticket, neither a new one', async () => {
  const [number, assigneeId] = [await aStoredTicket(), await anAgent('Gil')];

  const asked = await inTransaction(desk.db, async (transaction) => {
    expect(await deleteAgent(desk.db, assigneeId, transaction)).toEqual({ tickets: 0 });
    const assigning = submitCommand(desk.db, update(number, { assigneeId }));
    await untilSomebodyWaits(desk.db);
    return [assigning];
  });

  const refusal = {
    code: 'invalid-input',
    problems: [{ path: 'assigneeId', message: 'there is no such agent' }],
  };
  expect(await asked[0]).toMatchObject({ ok: false, refusal });
  expect(await findTicket(desk.db, number)).toMatchObject({ assigneeId: null });
  expect(await submitCommand(desk.db, creation({ assigneeId }))).toMatchObject({ refusal });
  const along = { type: 'add-note', messageId: assigneeId, along: { assigneeId } } as const;
  expect(await submitCommand(desk.db, aCommand(along, { ticket: number }))).toMatchObject({
    refusal: { problems: [{ path: 'changes.assigneeId' }] },
  });
});

test('an agent who is given a ticket at this moment is not removed', async () => {
  const [number, assigneeId] = [await aStoredTicket(), await anAgent('Ida')];

  const asked = await inTransaction(desk.db, async (transaction) => {
    await submitWithin(desk.db, update(number, { assigneeId }), {}, transaction);
    const removing = inTransaction(desk.db, (other) => deleteAgent(desk.db, assigneeId, other));
    await untilSomebodyWaits(desk.db);
    return [removing];
  });

  expect(await asked[0]).toEqual({ tickets: 1 });
  expect(await findAgent(desk.db, assigneeId)).toMatchObject({ name: 'Ida' });
});

test('a team that is removed at this moment is given no ticket', async () => {
  const number = await aStoredTicket();
  const { id: teamId } = await inTransaction(desk.db, (transaction) =>
    createTeam(desk.db, { name: 'Night', memberIds: [] }, transaction),
  );

  const asked = await inTransaction(desk.db, async (transaction) => {
    expect(await deleteTeam(desk.db, teamId, transaction)).toEqual({ tickets: 0 });
    const giving = submitCommand(desk.db, update(number, { teamId }));
    await untilSomebodyWaits(desk.db);
    return [giving];
  });

  expect(await asked[0]).toMatchObject({
    ok: false,
    refusal: {
      code: 'invalid-input',
      problems: [{ path: 'teamId', message: 'there is no such team' }],
    },
  });
});
