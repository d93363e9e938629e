import { findTickets, readSearch } from '../../db/search-store';
import { query } from '../../db/database';
import { eventsAfter, findTicket } from '../../db/ticket-store';
import { evolve } from '../../domain/ticket/evolve';
import type { TicketState } from '../../domain/ticket/ticket';
import { seedTickets } from '../../tickets/seed/seed-tickets';
import { anEmptyDatabase, type TestDatabase } from '../support/stack';

let desk: TestDatabase;
beforeAll(async () => {
  desk = await anEmptyDatabase();
});
afterAll(() => desk.drop());

test('a seeded desk has as many tickets and messages as asked for, and nothing follows from them', async () => {
  const heard: number[] = [];

  await seedTickets(desk.db, { tickets: 300, messages: 1_000 }, (stored) => heard.push(stored));

  expect(heard).toEqual([250, 300]);
  const [counts] = await query(
    desk.db,
    `SELECT (SELECT count(*)::int FROM tickets) AS tickets,
       (SELECT count(*)::int FROM messages) AS messages,
       (SELECT count(*)::int FROM deliveries WHERE state <> 'sent' OR NOT workflow_started) AS mails,
       (SELECT count(*)::int FROM ticket_relay
         WHERE workflow_seq < version OR automation_seq < version) AS untold,
       (SELECT count(*)::int FROM tickets WHERE status IN ('waiting', 'resolved')
         AND (customer_reply->>'seq')::int > status_seq) AS unseen`,
  );
  expect(counts).toEqual({ tickets: 300, messages: 1_000, mails: 0, untold: 0, unseen: 0 });
});

test('a seeded ticket is what its events say, and is found by its words', async () => {
  const numbers = await query<{ number: number }>(
    desk.db,
    'SELECT number FROM tickets ORDER BY number LIMIT 20',
  );
  for (const { number } of numbers) {
    const events = await eventsAfter(desk.db, number, 0);
    const replayed = events.reduce<TicketState | null>(
      (state, event) => evolve(state, event),
      null,
    );
    expect(replayed).toEqual(await findTicket(desk.db, number));
  }

  const { title, number } = (await findTicket(desk.db, numbers[0]!.number))!;
  const search = (await readSearch(desk.db, title))!;
  const found = await findTickets(desk.db, search, { limit: 300 });
  expect(found.map(({ view }) => view.ticket.number)).toContain(number);
});
