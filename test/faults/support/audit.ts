import { query } from '../../../db/database';
import { eventsAfter, findTicket } from '../../../db/ticket-store';
import { factsOf } from '../../../domain/ticket/decide';
import { evolve } from '../../../domain/ticket/evolve';
import type { TicketFacts, TicketState } from '../../../domain/ticket/ticket';
import { ticketFactsQuery, ticketWorkflowId } from '../../../workflows/messages';
import { eventually } from '../../support/eventually';
import { threeCalls, type Desk } from './desk';
import type { Acknowledged } from './load';

const workflowsFollowWithinMs = 30_000;

/**
 * Looks everything up that was promised, and answers what is wrong, in words. An empty list is
 * what every fault test wants.
 */
export async function audit(desk: Desk, done: Acknowledged): Promise<string[]> {
  return [
    ...(await notesOnce(desk, done)),
    ...(await mailsInOneThread(desk, done)),
    ...repliesUnderOneMessageId(desk, done),
    ...(await flowsOnce(desk, done)),
    ...(await threeCallsOnce(desk, done)),
    ...(await waitingTicketsReopened(desk, done)),
    ...(await rowsFollowEvents(desk)),
    ...(await workflowsFollowRows(desk)),
  ];
}

async function notesOnce({ db }: Desk, { notes }: Acknowledged): Promise<string[]> {
  const rows = await query<{ text: string; ticket: number; count: number }>(
    db,
    `SELECT m.text, m.ticket, count(e.seq)::int AS count FROM messages m
     LEFT JOIN ticket_events e ON e.ticket = m.ticket AND e.message_id = m.id
     WHERE m.kind = 'note' AND m.text LIKE 'note-%-of-%' GROUP BY m.id`,
  );
  return notes.flatMap(({ ticket, text }) => {
    const stored = rows.filter((row) => row.text === text);
    const right = stored.length === 1 && stored[0]!.ticket === ticket && stored[0]!.count === 1;
    return right ? [] : [`${text} is stored ${stored.length} times`];
  });
}

async function mailsInOneThread({ db }: Desk, { mails }: Acknowledged): Promise<string[]> {
  const rows = await query<{ id: string; ticket: number }>(
    db,
    `SELECT rfc_message_id AS id, ticket FROM messages WHERE direction = 'in'`,
  );
  return mails.flatMap(({ messageId, answers }) => {
    const threads = rows.filter((row) => row.id === messageId).map((row) => row.ticket);
    if (threads.length !== 1) return [`mail ${messageId} is in ${threads.length} threads`];
    const wrong = answers !== undefined && threads[0] !== answers;
    return wrong ? [`mail ${messageId} answers ${answers} and is in ${threads[0]}`] : [];
  });
}

function repliesUnderOneMessageId({ receivers }: Desk, { replies }: Acknowledged): string[] {
  return replies.flatMap(({ text, rfcMessageId }) => {
    const ids = receivers.mails
      .filter(({ raw }) => raw.includes(text))
      .map((mail) => mail.messageId);
    const different = new Set(ids);
    return different.size === 1 && different.has(rfcMessageId)
      ? []
      : [
          `${text} arrived ${ids.length} times under ${[...different].join(', ') || 'no'} Message-ID`,
        ];
  });
}

async function flowsOnce(
  { db, receivers }: Desk,
  { urgentChanges }: Acknowledged,
): Promise<string[]> {
  const runs = await query<{ id: string; ticket: number; status: string }>(
    db,
    `SELECT r.id, r.ticket, r.status FROM flow_runs r JOIN flows f ON f.id = r.flow_id
     WHERE f.slug = 'tell-the-world'`,
  );
  const notes = await query<{ ticket: number; count: number }>(
    db,
    `SELECT ticket, count(*)::int AS count FROM messages
     WHERE text = 'The world was told.' GROUP BY ticket`,
  );
  const wrong: string[] = [];
  for (const { ticket, times } of urgentChanges) {
    const own = runs.filter((run) => run.ticket === ticket);
    const completed = own.filter((run) => run.status === 'completed').length;
    if (own.length !== times || completed !== times) {
      wrong.push(
        `ticket ${ticket} was urgent ${times} times: ${own.length} runs, ${completed} completed`,
      );
    }
    const told = notes.find((note) => note.ticket === ticket)?.count ?? 0;
    if (told !== times) wrong.push(`ticket ${ticket} has ${told} notes of ${times} runs`);
  }
  const keysSeen = new Set<string>();
  for (const { id } of runs) {
    for (const step of ['first', 'last']) {
      const calls = receivers.calls.filter((call) => call.run === id && call.step === step);
      const keys = new Set(calls.map((call) => call.key));
      if (keys.size !== 1) wrong.push(`step ${step} of ${id} called with ${keys.size} keys`);
      for (const key of keys) {
        if (keysSeen.has(key)) wrong.push(`key ${key} serves two steps`);
        keysSeen.add(key);
      }
    }
  }
  return wrong;
}

/**
 * Each ticket has one run, which came to its end with all its steps in its record; each step was
 * called under one key of its own, repeated or not, and none before the one that precedes it.
 */
async function threeCallsOnce(
  { db, receivers }: Desk,
  { calling }: Acknowledged,
): Promise<string[]> {
  const runs = await query<{ id: string; ticket: number; status: string; steps: string[] }>(
    db,
    `SELECT r.id, r.ticket, r.status, array(
       SELECT s.step_id || ' ' || s.status FROM flow_run_steps s WHERE s.run_id = r.id
       ORDER BY s.position
     ) AS steps FROM flow_runs r JOIN flows f ON f.id = r.flow_id WHERE f.slug = $1`,
    [threeCalls.slug],
  );
  const recorded = threeCalls.steps.map((step) => `${step} completed`).join(', ');
  const wrong: string[] = [];
  for (const ticket of calling) {
    const own = runs.filter((run) => run.ticket === ticket);
    const [run] = own;
    if (own.length !== 1 || run?.status !== 'completed' || run.steps.join(', ') !== recorded) {
      wrong.push(`ticket ${ticket} was to have one run of three calls: ${JSON.stringify(own)}`);
    }
    const calls = receivers.calls.filter((call) => call.run === run?.id);
    const inOrder = [...new Set(calls.map(({ step }) => step))].join(', ');
    const keys = new Set(calls.map(({ step, key }) => `${step} ${key}`));
    if (inOrder !== threeCalls.steps.join(', ') || keys.size !== threeCalls.steps.length) {
      wrong.push(`ticket ${ticket} called ${inOrder} with ${keys.size} keys`);
    }
  }
  const slow = receivers.calls.filter(({ run }) => run.startsWith(`${threeCalls.slug}.`));
  const keys = new Set(slow.map(({ key }) => key)).size;
  const expected = calling.length * threeCalls.steps.length;
  if (keys !== expected) wrong.push(`three calls of each run have ${keys} keys, not ${expected}`);
  return wrong;
}

async function waitingTicketsReopened({ db }: Desk, { mails }: Acknowledged): Promise<string[]> {
  const wrong: string[] = [];
  for (const { answers } of mails) {
    if (answers === undefined) continue;
    const { status } = (await findTicket(db, answers))!;
    if (status !== 'open') wrong.push(`ticket ${answers} was answered and is ${status}`);
    const events = await eventsAfter(db, answers, 0);
    const opened = events.filter((event) => event.changes.status?.to === 'open').length;
    if (opened !== 2) wrong.push(`ticket ${answers} was opened ${opened} times, not 2`);
  }
  return wrong;
}

async function rowsFollowEvents({ db }: Desk): Promise<string[]> {
  const wrong: string[] = [];
  for (const number of await allTickets(db)) {
    const events = await eventsAfter(db, number, 0);
    if (events.some((event, index) => event.seq !== index + 1)) {
      wrong.push(`ticket ${number} has a gap in its events`);
    }
    const replayed = events.reduce<TicketState | null>(
      (state, event) => evolve(state, event),
      null,
    );
    if (!same(replayed, await findTicket(db, number))) {
      wrong.push(`ticket ${number} is not what its events say`);
    }
  }
  return wrong;
}

/**
 * A workflow that was put back from an older copy is told of what is missing when a worker's place
 * in memory has lapsed (ten seconds), and then reads its row: what it says is asked until it is right.
 */
async function workflowsFollowRows(desk: Desk): Promise<string[]> {
  const wrong: string[] = [];
  for (const number of await allTickets(desk.db)) {
    let said: TicketFacts | null = null;
    const isRight = async (): Promise<boolean> => {
      said = await factsOfWorkflow(desk, number);
      return same(said, factsOf((await findTicket(desk.db, number))!));
    };
    await eventually(isRight, workflowsFollowWithinMs).catch(() =>
      wrong.push(
        `the workflow of ticket ${number} does not know what the row holds: ${JSON.stringify(said)}`,
      ),
    );
  }
  return wrong;
}

function factsOfWorkflow({ engine, installation }: Desk, number: number) {
  return engine.call('asking a ticket workflow', (client) =>
    client
      .getHandle(ticketWorkflowId(installation, number))
      .query<TicketFacts | null>(ticketFactsQuery),
  );
}

async function allTickets(db: Desk['db']): Promise<number[]> {
  const rows = await query<{ number: number }>(db, 'SELECT number FROM tickets ORDER BY number');
  return rows.map((row) => row.number);
}

/** Equal whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value;
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
