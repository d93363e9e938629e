import { randomUUID } from 'node:crypto';
import type { WorkflowClient } from '@temporalio/client';
import pino from 'pino';
import { EngineAway, type Engine } from '../../automation/engine';
import { startRelay, type Plan } from '../../automation/relay';
import { query } from '../../db/database';
import { countBehind } from '../../db/relay-store';
import type { SignalledEvent } from '../../domain/ticket/event';
import { submitCommand } from '../../tickets/submit-command';
import { aCommand, creation } from '../support/builders';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

const log = pino({ level: 'silent' });

let desk: TestDatabase;
beforeEach(async () => {
  desk = await anEmptyDatabase();
});
afterEach(() => desk.drop());

/** An engine that writes down what it is told, in the order of its answers; or one that is away. */
function anEngine(): Engine & { told: Map<string, number[]>; away: boolean } {
  const told = new Map<string, number[]>();
  const client = {
    signalWithStart: (
      _type: string,
      { workflowId, signalArgs }: { workflowId: string; signalArgs: [SignalledEvent[]] },
    ) => {
      const seqs = signalArgs[0].map((event) => event.seq);
      told.set(workflowId, [...(told.get(workflowId) ?? []), ...seqs]);
      return Promise.resolve();
    },
  } as unknown as WorkflowClient;
  const engine = {
    told,
    away: false,
    address: '',
    namespace: '',
    reachable: () => !engine.away,
    call: <T>(what: string, work: (client: WorkflowClient) => Promise<T>): Promise<T> =>
      engine.away ? Promise.reject(new EngineAway(what)) : work(client),
    onChange: () => () => undefined,
    onLost: () => () => undefined,
    onBack: () => () => undefined,
    close: () => Promise.resolve(),
  };
  return engine;
}

async function aTicketWith(changes: number): Promise<number> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  const { number } = outcome.ticket;
  for (let index = 0; index < changes; index += 1) await addNote(number);
  return number;
}

const addNote = (ticket: number) =>
  submitCommand(desk.db, aCommand({ type: 'add-note', messageId: randomUUID() }, { ticket }));

const allTold = () => eventually(async () => (await countBehind(desk.db)) === 0);

function aRelay(engine: Engine, plans: Plan[] = []) {
  return startRelay({ db: desk.db, engine, installation: 'here', plans, log });
}

test('a ticket’s events reach its workflow in order, from the first to the last', async () => {
  const number = await aTicketWith(5);
  const engine = anEngine();
  const relay = aRelay(engine);
  await allTold();
  await addNote(number);
  await allTold();
  await relay.stop();

  expect(engine.told.get(`here/ticket/${number}`)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

test('what needs only Postgres goes on while Temporal is away; the workflow hears it afterwards', async () => {
  const number = await aTicketWith(2);
  const engine = anEngine();
  engine.away = true;
  const planned: number[] = [];
  const relay = aRelay(engine, [
    (_db, events) => Promise.resolve(planned.push(...events.map((event) => event.seq))),
  ]);
  await eventually(() => planned.length === 3);
  expect(engine.told.size).toBe(0);

  engine.away = false;
  await allTold();
  await relay.stop();

  expect(engine.told.get(`here/ticket/${number}`)).toEqual([1, 2, 3]);
  expect(planned).toEqual([1, 2, 3]);
});

test('a plan that fails leaves nothing behind and is made again', async () => {
  await aTicketWith(1);
  await query(desk.db, 'CREATE TABLE planned (seq int)');
  let failures = 2;
  const relay = aRelay(anEngine(), [
    async (db, events, transaction) => {
      for (const { seq } of events) {
        await query(db, 'INSERT INTO planned VALUES ($1)', [seq], transaction);
      }
      failures -= 1;
      if (failures >= 0) throw new Error('the plan was thwarted');
    },
  ]);
  await allTold();
  await relay.stop();

  const rows = await query<{ seq: number }>(desk.db, 'SELECT seq FROM planned ORDER BY seq');
  expect(rows.map((row) => row.seq)).toEqual([1, 2]);
});

test('a ticket whose plan fails does not hold up the others', async () => {
  const [broken, ...fine] = await Promise.all([1, 2, 3, 4].map(() => aTicketWith(1)));
  const planned: string[] = [];
  const relay = aRelay(anEngine(), [
    (_db, events) => {
      if (events.some((event) => event.ticket === broken)) throw new Error('thwarted');
      return Promise.resolve(planned.push(...events.map(({ ticket, seq }) => `${ticket}/${seq}`)));
    },
  ]);
  await eventually(() => planned.length === fine.length * 2);
  await relay.stop();

  expect([...planned].sort()).toEqual(fine.flatMap((one) => [`${one}/1`, `${one}/2`]).sort());
});

test('two relays share the work and plan each event once', async () => {
  const tickets = await Promise.all(Array.from({ length: 12 }, () => aTicketWith(3)));
  const planned: string[] = [];
  const plan: Plan = (_db, events) =>
    Promise.resolve(planned.push(...events.map(({ ticket, seq }) => `${ticket}/${seq}`)));
  const relays = [aRelay(anEngine(), [plan]), aRelay(anEngine(), [plan])];
  await Promise.all(tickets.map(addNote));
  await allTold();
  await Promise.all(relays.map((relay) => relay.stop()));

  const all = tickets.flatMap((ticket) => [1, 2, 3, 4, 5].map((seq) => `${ticket}/${seq}`));
  expect([...planned].sort()).toEqual(all.sort());
});

test('the tickets of a relay that died are taken over when its lease ends', async () => {
  const number = await aTicketWith(0);
  await query(
    desk.db,
    `UPDATE ticket_relay SET lease_owner = 'dead', lease_until = now() + interval '1 second'`,
  );
  const engine = anEngine();
  const relay = aRelay(engine);
  await allTold();
  await relay.stop();

  expect(engine.told.get(`here/ticket/${number}`)).toEqual([1]);
});
