import { randomUUID } from 'node:crypto';
import { inTransaction, query, type Transaction } from '../../db/database';
import { holdTicketsToPurge, purgeTickets } from '../../db/purge-store';
import { holdRelays } from '../../db/relay-store';
import { findTicket } from '../../db/ticket-store';
import type { Change } from '../../domain/ticket/command';
import { mergeTickets, unmergeTicket } from '../../tickets/merge-tickets';
import { emptyBin } from '../../tickets/purge-tickets';
import { splitTicket } from '../../tickets/split-ticket';
import { submitCommand, submitWithin } from '../../tickets/submit-command';
import { aCommand, creation } from '../support/builders';
import { eventually } from '../support/eventually';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

const days = 30;
const remove: Change = { type: 'update', fields: { removed: 'bin' } };
const delivered: Change = { type: 'record-delivery', messageId: randomUUID(), state: 'sent' };
const asked = () => ({
  id: randomUUID(),
  requestHash: undefined,
  actor: { type: 'agent', id: randomUUID(), name: 'Ana Ruiz' } as const,
});

async function aTicket(): Promise<number> {
  const outcome = await submitCommand(desk.db, creation());
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.ticket.number;
}

/** A ticket whose days in the bin are over, and one that was merged into it; all were told. */
async function aFamilyInTheBin(): Promise<{ merged: number; root: number }> {
  const [merged, root] = [await aTicket(), await aTicket()];
  await mergeTickets(desk.db, { ...asked(), source: merged, into: root });
  await submitCommand(desk.db, aCommand(remove, { ticket: root }));
  const sql = `UPDATE tickets SET removed_at = now() - interval '31 days' WHERE number = $1`;
  await query(desk.db, sql, [root]);
  await allWereTold();
  return { merged, root };
}

async function allWereTold(transaction?: Transaction): Promise<void> {
  const sql = 'UPDATE ticket_relay SET workflow_seq = version, automation_seq = version';
  await query(desk.db, sql, [], transaction);
}

const someWait = (count: number) =>
  eventually(async () => {
    const sql = `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await query(desk.db, sql)).length === count;
  });

const exist = async (...numbers: number[]) =>
  Promise.all(numbers.map(async (number) => (await findTicket(desk.db, number)) !== null));

describe('deleting for good', () => {
  test('spares a family to one of which something happens just then, until that was told to all', async () => {
    const { merged, root } = await aFamilyInTheBin();
    const emptied = await inTransaction(desk.db, async (transaction) => {
      const command = aCommand(delivered, { ticket: merged });
      await submitWithin(desk.db, command, {}, transaction);
      const emptying = emptyBin(desk.db, days);
      await someWait(1);
      return { emptying };
    });
    expect(await emptied.emptying).toBe(0);

    await query(desk.db, 'UPDATE ticket_relay SET workflow_seq = version');
    expect(await emptyBin(desk.db, days)).toBe(0);
    expect(await exist(merged, root)).toEqual([true, true]);
    await allWereTold();
    expect(await emptyBin(desk.db, days)).toBe(2);
    expect(await exist(merged, root)).toEqual([false, false]);
  });

  test('spares a ticket that is restored just then', async () => {
    const { merged, root } = await aFamilyInTheBin();
    const emptied = await inTransaction(desk.db, async (transaction) => {
      const restore: Change = { type: 'update', fields: { removed: null } };
      await submitWithin(desk.db, aCommand(restore, { ticket: root }), {}, transaction);
      await allWereTold(transaction);
      const emptying = emptyBin(desk.db, days);
      await someWait(1);
      return { emptying };
    });
    expect(await emptied.emptying).toBe(0);
    expect(await exist(merged, root)).toEqual([true, true]);
  });

  test('waits for a relay that holds a ticket’s place, and lets it store what refers to the ticket', async () => {
    const { root } = await aFamilyInTheBin();
    const emptied = await inTransaction(desk.db, async (transaction) => {
      await holdRelays(desk.db, [root], transaction);
      const emptying = emptyBin(desk.db, days);
      await someWait(1);
      // What a foreign key asks for.
      const sql = 'SELECT 1 FROM tickets WHERE number = $1 FOR KEY SHARE NOWAIT';
      expect(await query(desk.db, sql, [root], transaction)).toHaveLength(1);
      return { emptying };
    });
    expect(await emptied.emptying).toBe(2);
  });

  test('is told to whoever wanted to bring a merged ticket back, or to split one, meanwhile', async () => {
    const { merged, root } = await aFamilyInTheBin();
    const waiting = await inTransaction(desk.db, async (transaction) => {
      const numbers = await holdTicketsToPurge(desk.db, { number: root }, transaction);
      await purgeTickets(desk.db, numbers, transaction);
      const split = { ...asked(), source: merged, title: 'Split', messageIds: [randomUUID()] };
      const others = Promise.allSettled([
        unmergeTicket(desk.db, { ...asked(), source: merged }),
        splitTicket(desk.db, split),
      ]);
      await someWait(2);
      return { others };
    });
    const notFound = expect.objectContaining({ code: 'ticket-not-found' }) as unknown;
    expect(await waiting.others).toEqual([
      { status: 'rejected', reason: notFound },
      { status: 'rejected', reason: notFound },
    ]);
  });
});
