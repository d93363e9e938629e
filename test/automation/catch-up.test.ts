import { randomUUID } from 'node:crypto';
import type { WorkflowClient } from '@temporalio/client';
import pino from 'pino';
import { catchUp } from '../../automation/catch-up';
import type { Engine } from '../../automation/engine';
import { startRelay } from '../../automation/relay';
import { claimBehind, countBehind, tellWorkflowAgain } from '../../db/relay-store';
import { submitCommand } from '../../tickets/submit-command';
import { creation } from '../support/builders';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

const log = pino({ level: 'silent' });

let desk: TestDatabase;
beforeEach(async () => {
  desk = await anEmptyDatabase();
});
afterEach(() => desk.drop());

/** A Temporal that knows which workflows it was told of, and keeps some callers waiting. */
function aTemporal() {
  const knows = new Set<string>();
  const waiting: (() => void)[] = [];
  const slow = new Set<string>();
  const client = {
    async signalWithStart(_type: string, { workflowId }: { workflowId: string }) {
      if (slow.has(workflowId)) await new Promise<void>((resolve) => waiting.push(resolve));
      knows.add(workflowId);
    },
  } as unknown as WorkflowClient;
  const engine = {
    call: (_what: string, work: (client: WorkflowClient) => Promise<unknown>) => work(client),
  } as Engine;
  return { engine, knows, slow, waiting };
}

async function aStoredTicket(): Promise<string> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return `here/ticket/${outcome.ticket.number}`;
}

test('what a lost Temporal has answered is told again, though the answer is noted after it is back', async () => {
  const [quick, slow] = [await aStoredTicket(), await aStoredTicket()];
  const { engine, knows, ...temporal } = aTemporal();
  temporal.slow.add(slow);
  const relay = startRelay({ db: desk.db, engine, installation: 'here', plans: [], log });
  await eventually(() => knows.has(quick) && temporal.waiting.length === 1);
  let waitsForTheRound = false;
  const loop = {
    roundEnded: () => {
      waitsForTheRound = true;
      return relay.roundEnded();
    },
  };

  knows.clear();
  const caughtUp = catchUp(desk.db, engine, { log, loops: [loop] });
  await eventually(() => waitsForTheRound);
  temporal.slow.clear();
  temporal.waiting.forEach((answer) => answer());
  await caughtUp;
  await eventually(async () => (await countBehind(desk.db)) === 0);
  await relay.stop();

  expect([...knows].sort()).toEqual([quick, slow].sort());
});

test('a ticket with news does not wait for those whose workflow is only told again', async () => {
  const ids = [await aStoredTicket(), await aStoredTicket(), await aStoredTicket()];
  const numbers = ids.map((id) => Number(id.split('/').at(-1)));
  const claim = (tickets: number) =>
    claimBehind(desk.db, { owner: randomUUID(), tickets, events: 10, leaseMs: 0 });
  const { engine } = aTemporal();
  const relay = startRelay({ db: desk.db, engine, installation: 'here', plans: [], log });
  await eventually(async () => (await countBehind(desk.db)) === 0);
  await relay.stop();

  await tellWorkflowAgain(desk.db, numbers);
  const change = { type: 'update', fields: { priority: 'urgent' } } as const;
  const actor = { type: 'agent', id: 'a', name: 'Ana' } as const;
  await submitCommand(desk.db, { id: 'news', ticket: numbers[2]!, change, actor });

  expect((await claim(1)).map(({ ticket }) => ticket)).toEqual([numbers[2]]);
  expect((await claim(3)).map(({ ticket }) => ticket).sort()).toEqual(numbers);
});
