import { randomUUID } from 'node:crypto';
import { addAccountLink, removeAccountLinks, takeAccountLink } from '../../db/account-link-store';
import { createAgent, holdActiveAdmins, holdAgents, updateAgent } from '../../db/agent-store';
import { inTransaction, query } from '../../db/database';
import { createSession, deleteSessionsOf, useSession } from '../../db/session-store';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';
import { untilSomebodyWaits } from '../support/waiting';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

async function anAgent(role: 'admin' | 'agent' = 'agent'): Promise<string> {
  const email = `${randomUUID()}@desk.example`;
  return (await createAgent(desk.db, { name: 'Ana', email, role })).id;
}

test('a session is used at the moment in which its agent changes and is signed out', async () => {
  const [agentId, tokenHash] = [await anAgent(), Buffer.from('a session')];
  await createSession(desk.db, { tokenHash, agentId, days: 1, device: 'a test', ip: '::1' });
  await query(desk.db, `UPDATE sessions SET last_seen_at = now() - interval '1 hour'`);

  const asked = await inTransaction(desk.db, async (transaction) => {
    await updateAgent(desk.db, agentId, { role: 'read-only' }, transaction);
    const using = useSession(desk.db, tokenHash, { idleDays: 1 });
    await untilSomebodyWaits(desk.db);
    await deleteSessionsOf(desk.db, agentId, transaction);
    return [using];
  });

  expect(await asked[0]).toMatchObject({ id: agentId, role: 'agent' });
  expect(await useSession(desk.db, tokenHash, { idleDays: 1 })).toBeNull();
});

test('a one-time link that is withdrawn at this moment opens nothing, and nobody is given up', async () => {
  const [agentId, tokenHash] = [await anAgent(), Buffer.from('a link')];
  const link = { kind: 'password-reset', agentId, tokenHash, hours: 1 } as const;
  await inTransaction(desk.db, (transaction) => addAccountLink(desk.db, link, transaction));

  let runs = 0;
  const asked = await inTransaction(desk.db, async (transaction) => {
    await updateAgent(desk.db, agentId, { email: 'new@desk.example' }, transaction);
    const taking = inTransaction(desk.db, (other) => {
      runs += 1;
      return takeAccountLink(desk.db, tokenHash, other);
    });
    await untilSomebodyWaits(desk.db);
    await removeAccountLinks(desk.db, agentId, transaction);
    return [taking];
  });

  expect(await asked[0]).toBeNull();
  expect(runs).toBe(1);
});

test('agents are held in one order by who changes one of them and by who makes them a team', async () => {
  const ids = [await anAgent('admin'), await anAgent('admin')].sort();
  const changing = ids[0]!;
  await query(desk.db, `UPDATE agents SET role = 'agent' WHERE id = $1`, [changing]);

  let runs = 0;
  const asked = await inTransaction(desk.db, async (transaction) => {
    expect(await holdActiveAdmins(desk.db, changing, transaction)).toEqual([ids[1]]);
    const holding = inTransaction(desk.db, (other) => {
      runs += 1;
      return holdAgents(desk.db, ids, other);
    });
    await untilSomebodyWaits(desk.db);
    await updateAgent(desk.db, changing, { role: 'read-only' }, transaction);
    return [holding];
  });

  expect(await asked[0]).toMatchObject([{ id: changing, role: 'read-only' }, { id: ids[1] }]);
  expect(runs).toBe(1);
});

test('rows that refer to an agent are stored while the agent is changed', async () => {
  const id = await anAgent('admin');

  const referred = await inTransaction(desk.db, async (transaction) => {
    await holdActiveAdmins(desk.db, id, transaction);
    await updateAgent(desk.db, id, { name: 'Bea', email: 'bea@desk.example' }, transaction);
    // What a foreign key asks for.
    return query(desk.db, 'SELECT 1 FROM agents WHERE id = $1 FOR KEY SHARE NOWAIT', [id]);
  });

  expect(referred).toHaveLength(1);
});
