import pino from 'pino';
import { planSurveys } from '../../automation/plan-surveys';
import { inTransaction, query } from '../../db/database';
import { listMailboxes, updateMailbox } from '../../db/mailbox-store';
import { eventsAfter } from '../../db/ticket-store';
import { sendSurveys } from '../../mail/send-surveys';
import { anApi, type TestApi } from '../api/an-api';

let api: TestApi;
beforeAll(async () => {
  api = await anApi({ publicUrl: 'https://desk.example' });
  await setMailbox({ surveys: true });
});
afterAll(() => api.stop());

async function setMailbox(changes: {
  surveys?: boolean;
  surveyAfterHours?: number;
}): Promise<void> {
  const [mailbox] = await listMailboxes(api.db);
  await updateMailbox(api.db, mailbox!.id, changes);
}

const setStatus = (number: number, status: string) =>
  api.call('PATCH', `/api/v1/tickets/${number}`, { body: { status } });

/** What the relay does with all events of a ticket. */
async function relayed(number: number): Promise<void> {
  const events = await eventsAfter(api.db, number, 0);
  await inTransaction(api.db, (transaction) => planSurveys(api.db, events, transaction));
}

/** The time for what may be taken back is over. */
async function later(): Promise<void> {
  const sql = `UPDATE surveys SET due_at = least(due_at, now()) WHERE asked_at IS NULL
    AND due_at < now() + interval '1 minute' RETURNING ticket`;
  await query(api.db, sql);
  const log = pino({ level: 'silent' });
  while ((await sendSurveys(api.db, { publicUrl: 'https://desk.example', log })) > 0);
}

interface Asked {
  to: string[];
  subject: string;
  text: string;
  headers: Record<string, string>;
}

const askedAbout = (number: number) =>
  query<Asked>(
    api.db,
    `SELECT recipients_to AS "to", subject, text, headers FROM deliveries
     WHERE kind = 'survey' AND ticket = $1`,
    [number],
  );

const tokenIn = ({ text }: Asked): string => /\/t\/([\w-]+)/.exec(text)![1]!;

const rate = (token: string, body: object) =>
  api.call('PUT', `/api/v1/customer-tickets/${token}/rating`, { as: null, body });

async function aResolvedTicket(fields: object = {}): Promise<number> {
  const { number } = await api.aTicket(fields);
  await setStatus(number, 'resolved');
  await relayed(number);
  return number;
}

test('the requester of a resolved ticket is asked once, as a machine asks, with a link of their own', async () => {
  const requester = { email: 'kim@customer.example', name: 'Kim Lee' };
  const number = await aResolvedTicket({ requester });
  expect(await askedAbout(number)).toEqual([]);

  await later();

  const [asked, ...more] = await askedAbout(number);
  expect(more).toEqual([]);
  expect(asked).toMatchObject({
    to: [requester.email],
    headers: { 'Auto-Submitted': 'auto-generated' },
  });
  expect(asked!.subject).toContain(`[#${number}-`);
  expect(asked!.text).toContain('Hello Kim Lee');
  expect(asked!.text).toContain('https://desk.example/t/');

  await setStatus(number, 'open');
  await setStatus(number, 'resolved');
  await relayed(number);
  await later();
  expect(await askedAbout(number)).toHaveLength(1);
});

test('what was opened again meanwhile is not asked about, until it is resolved once more', async () => {
  const number = await aResolvedTicket();
  await setStatus(number, 'open');
  await relayed(number);
  await later();
  expect(await askedAbout(number)).toEqual([]);

  await setStatus(number, 'resolved');
  await relayed(number);
  await later();
  expect(await askedAbout(number)).toHaveLength(1);
});

test('a mailbox may wait some hours after it was resolved, be it closed meanwhile', async () => {
  await setMailbox({ surveyAfterHours: 24 });
  const number = await aResolvedTicket();
  await later();
  expect(await askedAbout(number)).toEqual([]);
  const [row] = await query<{ hours: number }>(
    api.db,
    `SELECT extract(epoch FROM due_at - now())::float / 3600 AS hours FROM surveys
     WHERE ticket = $1`,
    [number],
  );
  expect(row!.hours).toBeGreaterThan(23.9);
  expect(row!.hours).toBeLessThanOrEqual(24);

  await setMailbox({ surveyAfterHours: 1 });
  await query(
    api.db,
    `UPDATE surveys SET resolved_at = now() - interval '2 hours' WHERE ticket = $1`,
    [number],
  );
  await setStatus(number, 'closed');
  await query(api.db, `UPDATE surveys SET due_at = now() WHERE ticket = $1`, [number]);
  await later();
  expect(await askedAbout(number)).toHaveLength(1);
  await setMailbox({ surveyAfterHours: 0 });
});

test('an out-of-office answer on a ticket that an agent opened silences nothing', async () => {
  const requester = { email: 'away@customer.example' };
  const number = await aResolvedTicket({ requester });
  await query(
    api.db,
    `INSERT INTO messages (id, ticket, kind, direction, author, text, automatic, created_at)
     VALUES (gen_random_uuid(), $1, 'customer', 'in', $2, 'I am away', true, now())`,
    [number, JSON.stringify({ type: 'customer', ...requester })],
  );

  await later();

  expect(await askedAbout(number)).toHaveLength(1);
});

test('nobody is asked about a ticket that a machine opened, or that is in the bin', async () => {
  const requester = { email: 'news@list.example' };
  const byMachine = await aResolvedTicket({ requester });
  await query(
    api.db,
    `INSERT INTO messages (id, ticket, kind, direction, author, text, automatic, created_at)
     VALUES (gen_random_uuid(), $1, 'description', 'in', $2, 'Buy now', true, now())`,
    [byMachine, JSON.stringify({ type: 'customer', ...requester })],
  );
  const binned = await aResolvedTicket();
  await api.call('PATCH', `/api/v1/tickets/${binned}`, { body: { removed: 'bin' } });

  await later();

  expect([await askedAbout(byMachine), await askedAbout(binned)]).toEqual([[], []]);
});

test('where no mailbox asks, nothing is even noted', async () => {
  await setMailbox({ surveys: false });
  const number = await aResolvedTicket();
  expect(await query(api.db, `SELECT FROM surveys WHERE ticket = $1`, [number])).toEqual([]);
  await setMailbox({ surveys: true });
});

describe('what the customer says', () => {
  let number: number;
  let token: string;
  beforeAll(async () => {
    number = await aResolvedTicket({ assigneeId: api.admin.id });
    await later();
    token = tokenIn((await askedAbout(number))[0]!);
  });
  const ticketNow = async () => (await api.call('GET', `/api/v1/tickets/${number}`)).body;
  const pageNow = async () =>
    (await api.call('GET', `/api/v1/customer-tickets/${token}`, { as: null })).body;

  test('opening the link says nothing, as machines open links', async () => {
    expect(await pageNow()).toMatchObject({ asksForRating: true, rating: null });
    expect((await ticketNow()).rating).toBeNull();
  });

  test('a rating is a fact about the ticket, and does not open it again', async () => {
    const { status, body } = await rate(token, { score: 5, comment: ' Very quick. ' });

    expect([status, body]).toEqual([200, { score: 5, comment: 'Very quick.' }]);
    const ticket = await ticketNow();
    expect(ticket).toMatchObject({
      status: 'resolved',
      rating: { score: 5, comment: 'Very quick.' },
    });
    const { body: events } = await api.call('GET', `/api/v1/tickets/${number}/events`);
    expect(events.items.at(-1)).toMatchObject({
      type: 'ticket.rated',
      actor: { type: 'customer' },
      changes: { rating: { from: null, to: 5 } },
    });
  });

  test('the same once more changes nothing; a change of mind takes its place', async () => {
    const { version } = await ticketNow();
    await rate(token, { score: 5, comment: 'Very quick.' });
    expect((await ticketNow()).version).toBe(version);

    await rate(token, { score: 2 });
    expect((await ticketNow()).rating).toMatchObject({ score: 2, comment: null });
    expect((await pageNow()).rating).toEqual({ score: 2, comment: null });
  });

  test('a closed ticket can still be rated', async () => {
    await setStatus(number, 'closed');
    expect((await rate(token, { score: 4 })).status).toBe(200);
  });

  test('reports tell how many were asked, how many answered and how many are satisfied', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { body } = await api.call('GET', `/api/v1/reports/overview?from=${today}&to=${today}`);
    const asked = await query(api.db, 'SELECT FROM surveys WHERE asked_at IS NOT NULL');
    expect(body.satisfaction).toEqual({ asked: asked.length, rated: 1, satisfied: 1 });
    const own = body.agents.find(({ id }: { id: string }) => id === api.admin.id);
    expect(own).toMatchObject({ rated: 1, satisfied: 1 });
  });

  test.each([
    ['a score that there is not', { score: 6 }, 'score'],
    ['no score', {}, 'score'],
    ['a field that there is not', { score: 5, stars: 5 }, 'stars'],
  ])('%s is refused with its path', async (_what, body, path) => {
    const { status, body: problem } = await rate(token, body);
    expect([status, problem.problems[0].path]).toEqual([422, path]);
  });

  test('nobody rates what they were not asked about, nor with somebody else’s link', async () => {
    const other = await api.aTicket();
    await api.call('POST', `/api/v1/tickets/${other.number}/messages`, {
      body: { kind: 'reply', text: 'Done' },
    });
    const [mail] = await query<Asked>(
      api.db,
      `SELECT text FROM deliveries WHERE ticket = $1 AND kind = 'reply'`,
      [other.number],
    );
    const notAsked = await rate(tokenIn(mail!), { score: 1 });
    expect([notAsked.status, notAsked.body.code]).toEqual([409, 'not-asked']);
    const wrong = await rate(token.replace(/.$/, token.endsWith('0') ? '1' : '0'), { score: 1 });
    expect([wrong.status, wrong.body.code]).toEqual([404, 'link-not-found']);
  });
});
