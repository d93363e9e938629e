import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/common';
import { createAgent } from '../../db/agent-store';
import { query } from '../../db/database';
import { eventsAfter, findTicket } from '../../db/ticket-store';
import type { Change, NewTicket } from '../../domain/ticket/command';
import { factsOf } from '../../domain/ticket/decide';
import { signalledEvent } from '../../domain/ticket/event';
import { tellLiveTicketsAgain } from '../../automation/catch-up';
import { submitCommand } from '../../tickets/submit-command';
import { ticketEventsSignal, ticketWorkflowId } from '../../workflows/messages';
import { aCommand, creation } from '../support/builders';
import { eventually } from '../support/eventually';
import { recordedHistories, recordHistory, replay } from '../support/histories';
import { aRunningDesk, type RunningDesk } from '../support/running-desk';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await aRunningDesk({ ticketWorkflow: { closedForMs: 1_500, historyLimit: 60 } });
});
afterAll(() => desk.stop());

async function aStoredTicket(fields: Partial<NewTicket> = {}): Promise<number> {
  const outcome = await submitCommand(desk.db, creation(fields));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

async function change(ticket: number, asked: Change): Promise<void> {
  const outcome = await submitCommand(desk.db, aCommand(asked, { ticket }));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
}

const setStatus = (ticket: number, status: 'waiting' | 'resolved' | 'closed' | 'open') =>
  change(ticket, { type: 'update', fields: { status } });

const statusBecomes = (number: number, status: string) =>
  eventually(async () => (await findTicket(desk.db, number))!.status === status);

const handleOf = (number: number) =>
  desk.engine.call('handle', (client) =>
    Promise.resolve(client.getHandle(ticketWorkflowId(desk.installation, number))),
  );

/** The workflow knows exactly what the row holds. */
async function followsRow(number: number): Promise<void> {
  await eventually(async () => {
    const [facts, row] = [await desk.trackedFacts(number), await findTicket(desk.db, number)];
    expect(facts).toEqual(factsOf(row!));
    return true;
  });
}

describe('a ticket’s workflow', () => {
  test('tracks status, priority and assignment, and a query shows them', async () => {
    const number = await aStoredTicket({ priority: 'high' });
    const { id: assigneeId } = await createAgent(desk.db, {
      name: 'Ana',
      email: 'ana@desk.example',
      role: 'agent',
    });
    await change(number, { type: 'update', fields: { status: 'in_progress', assigneeId } });

    await followsRow(number);
    expect(await desk.trackedFacts(number)).toMatchObject({
      status: 'in_progress',
      priority: 'high',
      assigneeId,
    });
  });

  test.each(['waiting', 'resolved'] as const)(
    'a customer’s reply opens a %s ticket again, once',
    async (status) => {
      const number = await aStoredTicket();
      await setStatus(number, status);

      await change(number, { type: 'receive-reply', messageId: randomUUID(), automatic: false });

      await statusBecomes(number, 'open');
      await followsRow(number);
      const events = await eventsAfter(desk.db, number, 0);
      const opened = events.filter((event) => event.changes.status?.to === 'open');
      expect(opened.map((event) => event.type)).toEqual([
        'ticket.created',
        'ticket.status_changed',
      ]);
      expect(opened[1]!.actor.type).toBe('system');
      await recordHistory(await handleOf(number), `ticket.reply-reopens-${status}`);
    },
  );

  test('a machine’s reply leaves a waiting ticket waiting', async () => {
    const number = await aStoredTicket();
    await setStatus(number, 'waiting');
    await change(number, { type: 'receive-reply', messageId: randomUUID(), automatic: true });
    await desk.settled();
    await followsRow(number);

    expect((await findTicket(desk.db, number))!.status).toBe('waiting');
  });

  test('ends some time after Closed, and the next change starts it again', async () => {
    const number = await aStoredTicket();
    await setStatus(number, 'closed');
    const handle = await handleOf(number);
    await eventually(async () => (await handle.describe()).status.name === 'COMPLETED');
    await recordHistory(handle, 'ticket.ends-after-closed');

    await setStatus(number, 'open');

    await followsRow(number);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await recordHistory(handle, 'ticket.starts-again-from-its-row');
  });

  test('reopened before its end, it lives on', async () => {
    const number = await aStoredTicket();
    await setStatus(number, 'closed');
    await followsRow(number);
    await setStatus(number, 'open');
    await followsRow(number);
    await new Promise((resolve) => setTimeout(resolve, 1_800));

    const handle = await handleOf(number);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    await recordHistory(handle, 'ticket.reopened-before-its-end');
  });

  test('ends a snooze in time, once, also when it was snoozed to another time before', async () => {
    const number = await aStoredTicket();
    const later = (ms: number): string => new Date(Date.now() + ms).toISOString();
    await change(number, { type: 'snooze', until: later(3_600_000) });
    await change(number, { type: 'snooze', until: later(1_500) });

    await eventually(async () => (await findTicket(desk.db, number))!.snoozedUntil === null);
    await followsRow(number);
    await change(number, { type: 'snooze', until: later(3_600_000) });
    await change(number, { type: 'receive-reply', messageId: randomUUID(), automatic: false });
    await followsRow(number);

    const woken = (await eventsAfter(desk.db, number, 0)).filter(
      (event) => event.type === 'ticket.woken',
    );
    // By the workflow, and together with the reply (all commands of this test are an agent's).
    expect(woken.map((event) => event.actor.type)).toEqual(['system', 'agent']);
    await recordHistory(await handleOf(number), 'ticket.snoozed');
  });

  /** What the relay would tell waits meanwhile. */
  async function untold(number: number, work: () => Promise<void>): Promise<void> {
    const lease = 'UPDATE ticket_relay SET lease_owner = $2, lease_until = $3 WHERE ticket = $1';
    await query(desk.db, lease, [number, 'test', 'infinity']);
    await work();
    await query(desk.db, lease, [number, 'test', '-infinity']);
  }

  const wasAsked = (ofId: string) =>
    eventually(async () => {
      const sql = 'SELECT 1 FROM commands WHERE starts_with(id, $1)';
      return (await query(desk.db, sql, [ofId])).length === 1;
    });

  const setRemoved = (ticket: number, removed: 'bin' | null) =>
    change(ticket, { type: 'update', fields: { removed } });

  test.each(['at once', 'when it had ended'])(
    'asked to reopen just when the ticket went to the bin, it asks again after that is restored (%s)',
    async (restored) => {
      const number = await aStoredTicket();
      await setStatus(number, 'waiting');
      await followsRow(number);
      const handle = await handleOf(number);
      const messageId = randomUUID();

      await untold(number, async () => {
        await change(number, { type: 'receive-reply', messageId, automatic: false });
        const reply = (await eventsAfter(desk.db, number, 0)).at(-1)!;
        await setRemoved(number, 'bin');
        await handle.signal(ticketEventsSignal, [signalledEvent(reply)]);
        await wasAsked(`reopen/${messageId}`);
        if (restored === 'at once') await setRemoved(number, null);
      });
      if (restored !== 'at once') {
        await eventually(async () => (await handle.describe()).status.name === 'COMPLETED');
        await setRemoved(number, null);
      }

      await statusBecomes(number, 'open');
      await followsRow(number);
      await recordHistory(handle, `ticket.asks-again-${restored.replaceAll(' ', '-')}`);
    },
  );

  test('a snooze that ends just when the ticket went to the bin is over when that is restored', async () => {
    const number = await aStoredTicket();
    const until = new Date(Date.now() + 700).toISOString();
    await change(number, { type: 'snooze', until });
    await followsRow(number);

    await untold(number, async () => {
      await setRemoved(number, 'bin');
      await wasAsked(`wake/${number}/${until}`);
      await setRemoved(number, null);
    });

    await eventually(async () => (await findTicket(desk.db, number))!.snoozedUntil === null);
    await followsRow(number);
    await recordHistory(await handleOf(number), 'ticket.asks-again-to-wake');
  });

  test('continues as new when its history is long, and forgets nothing', async () => {
    const number = await aStoredTicket();
    const handle = await handleOf(number);
    await followsRow(number);
    const first = (await handle.describe()).runId;

    for (let round = 0; round < 30; round += 1) {
      await change(number, {
        type: 'update',
        fields: { priority: round % 2 ? 'low' : 'urgent' },
      });
      await followsRow(number);
    }

    expect((await handle.describe()).runId).not.toBe(first);
    expect((await handle.describe()).status.name).toBe('RUNNING');
  });

  test('sees a gap and reads the row', async () => {
    const number = await aStoredTicket();
    const handle = await handleOf(number);
    await desk.settled();
    await handle.terminate('its history is lost');
    await setStatus(number, 'waiting');
    await change(number, { type: 'receive-reply', messageId: randomUUID(), automatic: false });

    await statusBecomes(number, 'open');
    await followsRow(number);
    await recordHistory(handle, 'ticket.repairs-a-gap');
  });

  test('passes over events that it knows, whatever order they come in', async () => {
    const number = await aStoredTicket();
    await setStatus(number, 'waiting');
    await setStatus(number, 'resolved');
    await followsRow(number);
    const events = (await eventsAfter(desk.db, number, 0)).map(signalledEvent);
    const handle = await handleOf(number);

    await handle.signal(ticketEventsSignal, [...events].reverse());
    await handle.signal(ticketEventsSignal, events);

    await followsRow(number);
  });

  test('comes back by itself when Temporal has lost it', async () => {
    const number = await aStoredTicket();
    await desk.settled();
    const handle = await handleOf(number);
    await handle.terminate('lost');

    await tellLiveTicketsAgain(desk.db);

    await followsRow(number);
  });

  test('keeps no free text in its history', async () => {
    const number = await aStoredTicket({ title: 'planted-title', description: 'planted-text' });
    await change(number, { type: 'update', fields: { title: 'planted-again', priority: 'low' } });
    await followsRow(number);

    const history = await (await handleOf(number)).fetchHistory();
    const payloads = JSON.stringify(history, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString() : value,
    );
    expect(payloads).toContain('low');
    expect(payloads).not.toContain('planted');
    expect(payloads).not.toContain('Ana Ruiz');
  });

  test('a ticket that nobody has is not found', async () => {
    await expect(desk.trackedFacts(7)).rejects.toThrow(WorkflowNotFoundError);
  });
});

describe('recorded histories', () => {
  const names = recordedHistories('ticket.');

  test('there are some for each way of life', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
  });

  test.each(names)('%s replays', async (name) => {
    await replay(name);
  });
});
