import fc from 'fast-check';
import { inTransaction, query } from '../../db/database';
import { eventsAfter, findTicket, holdTicket } from '../../db/ticket-store';
import type { Command } from '../../domain/ticket/command';
import { evolve } from '../../domain/ticket/evolve';
import type { TicketState } from '../../domain/ticket/ticket';
import { stableUuid } from '../../tickets/stable-uuid';
import { submitCommand, type Outcome } from '../../tickets/submit-command';
import { aChange } from '../support/arbitraries';
import { aCommand, creation } from '../support/builders';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
  for (const id of ['agent-1', 'agent-2']) {
    await query(
      desk.db,
      `INSERT INTO agents (id, name, email, role) VALUES ($1, $2, $2, 'agent')`,
      [stableUuid(id), id],
    );
  }
});
afterAll(() => desk.drop());

/** Agents in generated changes are words; rows want uuids. */
function withRealIds(command: Command, number: number): Command {
  const text = JSON.stringify({ ...command, ticket: number });
  return JSON.parse(text.replaceAll(/agent-[12]/g, (id) => stableUuid(id))) as Command;
}

async function aStoredTicket(): Promise<TicketState> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket;
}

const replay = async (number: number) =>
  (await eventsAfter(desk.db, number, 0)).reduce<TicketState | null>(
    (state, event) => evolve(state, event),
    null,
  );

const text = (outcome: Outcome) => {
  const { ok, ...rest } = outcome as { ok: boolean; repeated?: boolean };
  return { ok, ...rest, repeated: undefined };
};

describe('submitting a command', () => {
  test('whatever is asked, the row is what its events say, and repeating changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aChange, { minLength: 1, maxLength: 8 }), async (changes) => {
        const { number } = await aStoredTicket();
        for (const change of changes) {
          const command = withRealIds(aCommand(change), number);
          const first = await submitCommand(desk.db, command);
          const again = await submitCommand(desk.db, command);
          expect(text(again)).toEqual(text(first));
        }
        const row = await findTicket(desk.db, number);
        expect(row).toEqual(await replay(number));
        const events = await eventsAfter(desk.db, number, 0);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
        expect(row!.version).toBe(events.length);
      }),
      { numRuns: 25 },
    );
  });

  test('a repeated command answers the ticket as it was, also after later changes', async () => {
    const { number } = await aStoredTicket();
    const first = aCommand(
      { type: 'update', fields: { priority: 'urgent', title: 'First' } },
      { ticket: number },
    );
    const then = await submitCommand(desk.db, first);
    await submitCommand(
      desk.db,
      aCommand({ type: 'update', fields: { title: 'Second' } }, { ticket: number }),
    );

    const again = await submitCommand(desk.db, first);

    expect(text(again)).toEqual(text(then));
    expect(again.ok && again.repeated).toBe(true);
  });

  test('rows that refer to a ticket are stored while a command holds it, so that neither waits for the other', async () => {
    const { number } = await aStoredTicket();

    const referred = await inTransaction(desk.db, async (transaction) => {
      await holdTicket(desk.db, number, 'a command', transaction);
      // What a foreign key asks for.
      return query(desk.db, 'SELECT 1 FROM tickets WHERE number = $1 FOR KEY SHARE NOWAIT', [
        number,
      ]);
    });

    expect(referred).toHaveLength(1);
  });

  test('twenty callers with one id make one change, and all hear the same', async () => {
    const { number, version } = await aStoredTicket();
    const command = aCommand({ type: 'update', fields: { priority: 'high' } }, { ticket: number });

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => submitCommand(desk.db, command)),
    );

    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.ticket.version))).toEqual(
      new Set([version + 1]),
    );
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.repeated)).toHaveLength(1);
  });

  test('twenty callers create one ticket when they share the id', async () => {
    const command = creation({ title: 'Only one of me' });

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => submitCommand(desk.db, command)),
    );

    expect(new Set(outcomes.map((outcome) => outcome.ok && outcome.ticket.number)).size).toBe(1);
    const rows = await query(desk.db, `SELECT number FROM tickets WHERE title = $1`, [
      'Only one of me',
    ]);
    expect(rows).toHaveLength(1);
  });

  test('twenty callers with notes of their own on one ticket are all served, one after the other', async () => {
    const { number, version } = await aStoredTicket();

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        submitCommand(
          desk.db,
          aCommand(
            { type: 'add-note', messageId: stableUuid(`${number}/${index}`) },
            { ticket: number },
          ),
        ),
      ),
    );

    const versions = outcomes
      .map((outcome) => (outcome.ok ? outcome.ticket.version : 0))
      .sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => version + 1 + index));
  });

  test('the same id with another request is refused', async () => {
    const { number } = await aStoredTicket();
    const command = aCommand({ type: 'update', fields: { priority: 'low' } }, { ticket: number });
    await submitCommand(desk.db, command, { requestHash: 'one' });

    const other = await submitCommand(desk.db, command, { requestHash: 'two' });

    expect(other).toMatchObject({ ok: false, refusal: { code: 'idempotency-key-reused' } });
  });

  test('a refusal is remembered: the same command is refused again, though it would be allowed now', async () => {
    const { number } = await aStoredTicket();
    const close = aCommand({ type: 'update', fields: { status: 'closed' } }, { ticket: number });
    await submitCommand(desk.db, close);
    const note = aCommand({ type: 'add-note', messageId: stableUuid('n') }, { ticket: number });
    const refused = await submitCommand(desk.db, note);
    await submitCommand(
      desk.db,
      aCommand({ type: 'update', fields: { status: 'open' } }, { ticket: number }),
    );

    expect(refused).toMatchObject({ ok: false, refusal: { code: 'ticket-closed' } });
    expect(await submitCommand(desk.db, note)).toEqual(refused);
  });

  test('what breaks a rule of the database stores nothing at all', async () => {
    const { number, version } = await aStoredTicket();
    const messageId = stableUuid('bad');
    const command = aCommand({ type: 'add-note', messageId }, { ticket: number });

    await expect(
      submitCommand(desk.db, command, {
        message: {
          id: messageId,
          kind: 'nonsense' as 'note',
          direction: 'internal',
          author: { type: 'agent', id: 'a', name: 'A', email: null },
          text: 'x',
          html: null,
        },
      }),
    ).rejects.toThrow();

    expect((await findTicket(desk.db, number))!.version).toBe(version);
    expect(await query(desk.db, 'SELECT id FROM commands WHERE id = $1', [command.id])).toEqual([]);
  });

  test('a message is stored with the change that brings it, and with nothing when it is refused', async () => {
    const { number } = await aStoredTicket();
    const note = (id: string) => ({
      message: {
        id,
        kind: 'note' as const,
        direction: 'internal' as const,
        author: { type: 'agent' as const, id: 'a', name: 'A', email: null },
        text: 'for us only',
        html: null,
      },
    });
    const stored = stableUuid(`${number}/stored`);
    const refused = stableUuid(`${number}/refused`);
    await submitCommand(
      desk.db,
      aCommand({ type: 'add-note', messageId: stored }, { ticket: number }),
      note(stored),
    );
    await submitCommand(
      desk.db,
      aCommand({ type: 'add-note', messageId: refused }, { ticket: number, expectedVersion: 1 }),
      note(refused),
    );

    const rows = await query<{ id: string }>(desk.db, 'SELECT id FROM messages WHERE ticket = $1', [
      number,
    ]);
    expect(rows.map((row) => row.id)).toEqual([stored]);
  });

  test('a new ticket has the number that the sequence gave, from 1001 on', async () => {
    const { number } = await aStoredTicket();

    expect(number).toBeGreaterThanOrEqual(1001);
  });
});
