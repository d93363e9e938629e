import { randomBytes, randomUUID } from 'node:crypto';
import { planScheduledRun } from '../../automation/plan-scheduled-run';
import { runFlowByHand } from '../../automation/run-by-hand';
import { runFlowByWebhook } from '../../automation/run-by-webhook';
import { inTransaction, query } from '../../db/database';
import { findPublishedFlow } from '../../db/flow-store';
import { claimInboundMail } from '../../db/inbound-claim-store';
import { finishInboundMail, storeInboundMail } from '../../db/inbound-mail-store';
import { startConversation } from '../../tickets/start-conversation';
import { recipes } from '../flows/a-recipe';
import { eventually } from '../support/eventually';
import { ana, leadEmail } from '../workflows/flow-desk';
import { aRecipeDesk, type RecipeDesk } from './recipe-desk';

/**
 * Every recipe of docs/recipes.md as it is written, on real servers; only that it begins on its own
 * tickets, and that every time it waits is a second. All share one desk, some at a time.
 */
let made: Promise<RecipeDesk> | undefined;
const aDesk = (): Promise<RecipeDesk> => (made ??= aRecipeDesk());
afterAll(async () => (await made)?.stop());

const requester = 'mia@customer.example';

type Scenario = (desk: RecipeDesk, recipe: string) => Promise<void>;

const scenarios: Record<string, Record<string, Scenario>> = {
  'silent-customer': {
    'a customer who does not answer is reminded twice, and the ticket is resolved': async (
      desk,
      recipe,
    ) => {
      const number = await desk.asks(recipe, { title: 'Lost parcel' });
      await desk.update(number, { status: 'waiting' });
      await desk.ran(recipe, number);

      expect(await desk.mails({ ticket: number })).toMatchObject([
        { to: [requester], text: expect.stringMatching(/Hello Mia Customer,[^]*to go on\./) },
        { to: [requester], text: expect.stringContaining('our second reminder') },
      ]);
      expect((await desk.ticket(number)).status).toBe('resolved');
    },
    'a customer who answers is left in peace': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.update(number, { status: 'waiting' });
      await desk.replies(number);

      expect((await desk.ran(recipe, number)).outcome).toBe('answered');
      expect(await desk.mails({ ticket: number })).toEqual([]);
    },
  },

  'vip-routing': {
    'a ticket of an important account has high priority and an agent of Key Accounts': async (
      desk,
      recipe,
    ) => {
      const number = await desk.asks(recipe, { from: 'nora@other.example' });
      await desk.ran(recipe, number);

      const ticket = await desk.ticket(number);
      expect(ticket).toMatchObject({ priority: 'high', assigneeId: desk.agentIds.kim });
      expect(ticket.tags).toContain('vip');
      expect(await desk.told(number)).toEqual([
        {
          to: 'kim@example.com',
          text: 'Nora North of Northwind Traders has written: The printer is on fire',
        },
      ]);
    },
    'an urgent one of such a domain stays urgent, and others are as they were': async (
      desk,
      recipe,
    ) => {
      const other = await desk.asks(recipe, { priority: 'urgent' });
      const number = await desk.asks(recipe, { from: 'ben@contoso.example', priority: 'urgent' });
      await desk.ran(recipe, number);

      expect((await desk.ticket(number)).priority).toBe('urgent');
      await desk.settled();
      expect(await desk.runsOf(recipe, other)).toEqual([]);
    },
  },

  'after-hours-answer': {
    'who writes while nobody is there gets an answer, and only then': async (desk, recipe) => {
      const hoursAre = (hours: object[]) =>
        query(
          desk.db,
          `UPDATE calendars SET hours = (SELECT jsonb_object_agg(key, $1::jsonb)
           FROM jsonb_each(hours)) WHERE is_default`,
          [JSON.stringify(hours)],
        );
      await hoursAre([{ from: '00:00', to: '24:00' }]);
      const within = await desk.asks(recipe);
      await desk.settled();
      await hoursAre([]);
      const outside = await desk.asks(recipe, { priority: 'urgent' });
      await desk.ran(recipe, outside);

      expect(await desk.runsOf(recipe, within)).toEqual([]);
      const [reply] = await desk.texts(outside, 'reply');
      expect(reply).toContain(`request ${outside}`);
      expect(reply).toContain('our emergency line');
      expect(await desk.mails({ ticket: outside })).toMatchObject([{ to: [requester] }]);
    },
  },

  'refund-approval': {
    'the customer is promised the money once Billing has approved': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.tag(number, 'refund');
      await desk.answers(await desk.waits(recipe, number), 'approve', 'Gladly', desk.agentIds.bea);

      expect((await desk.ran(recipe, number)).outcome).toBe('refunded');
      expect(await desk.texts(number, 'reply')).toEqual([
        expect.stringContaining('we refund your payment'),
      ]);
      expect((await desk.ticket(number)).status).toBe('resolved');
    },
    'nothing is promised when it is rejected': async (desk, recipe) => {
      const number = await desk.asks(recipe, { assigneeId: desk.agentIds.sam });
      await desk.tag(number, 'refund');
      const run = await desk.waits(recipe, number);
      await desk.answers(run, 'reject', 'Paid back last week', desk.agentIds.bea);

      expect((await desk.ran(recipe, number)).outcome).toBe('not-refunded');
      expect(await desk.texts(number, 'reply')).toEqual([]);
      expect(await desk.texts(number, 'note')).toEqual([
        'Bea Billing has rejected the refund: Paid back last week',
      ]);
      expect(await desk.told(number)).toMatchObject([{ to: 'sam@example.com' }]);
    },
  },

  'weekly-digest': {
    'Support gets the list of what nobody has touched': async (desk, recipe) => {
      const number = await desk.asks('nothing', { title: 'Forgotten loom', priority: 'urgent' });
      await untouchedFor(desk, number, '4 days');
      await onSchedule(desk, recipe);
      await desk.ran(recipe);

      const mails = await desk.mails({ to: 'sam@example.com' });
      const digest = mails.find(({ subject }) => subject.startsWith('Open ends of the week'));
      expect(digest!.text).toContain(`- ${number} Forgotten loom (Mia Customer, nobody)`);
      expect(digest!.text).toContain(`/tickets/${number}`);
    },
  },

  'stale-tickets': {
    'the assignee of each ticket that nobody touches is asked': async (desk, recipe) => {
      const number = await desk.asks('nothing', { assigneeId: desk.agentIds.zoe });
      await desk.update(number, { status: 'in_progress' });
      await untouchedFor(desk, number, '6 days');
      await onSchedule(desk, recipe);
      const run = await desk.ran(recipe);

      expect(run.took).toContain('nudge');
      expect((await desk.ran('nudge-assignee', number)).parentRunId).toBe(run.id);
      expect(await desk.told(number)).toEqual([
        { to: 'zoe@example.com', text: expect.stringContaining('for 5 days') },
      ]);
    },
  },

  'tag-by-words': {
    'words give tags, and a complaint goes up': async (desk, recipe) => {
      const number = await desk.asks(recipe, { text: 'I was charged twice. Unacceptable!' });
      await desk.ran(recipe, number);
      const first = await desk.ticket(number);
      await desk.replies(number, 'And where is my Parcel?');
      const both = await eventually(async () => {
        const ticket = await desk.ticket(number);
        return ticket.tags.includes('delivery') ? ticket : null;
      });

      expect(first.tags).toEqual(expect.arrayContaining(['billing', 'complaint']));
      expect(first.tags).not.toContain('delivery');
      expect(both.escalation).toBe(1);
    },
  },

  'urgent-unanswered': {
    'nobody answers: the ticket goes up twice and the lead is told': async (desk, recipe) => {
      const number = await desk.asks(recipe, { priority: 'urgent' });
      await desk.ran(recipe, number);

      expect((await desk.ticket(number)).escalation).toBe(2);
      expect((await desk.told(number)).map(({ to }) => to)).toEqual([leadEmail, leadEmail]);
      expect(await desk.texts(number, 'note')).toContain(
        'The lead was told: Nobody has answered this urgent ticket within two business hours.',
      );
    },
    'an answer in time keeps it where it is': async (desk, recipe) => {
      const number = await desk.asks(recipe, { priority: 'urgent' });
      await desk.agentReplies(number);

      expect((await desk.ran(recipe, number)).outcome).toBe('in-time');
      expect(await desk.told(number)).toEqual([]);
    },
  },

  'auto-close': {
    'a resolved ticket is closed after a warning': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.update(number, { status: 'resolved' });
      await desk.ran(recipe, number);

      expect(await desk.mails({ ticket: number })).toMatchObject([
        { to: [requester], subject: expect.stringContaining('Is this done?') },
      ]);
      expect((await desk.ticket(number)).status).toBe('closed');
    },
    'a customer who objects keeps it open': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.update(number, { status: 'resolved' });
      await eventually(async () => (await desk.mails({ ticket: number })).length > 0);
      await desk.replies(number);

      expect((await desk.ran(recipe, number)).outcome).toBe('went-on');
      await eventually(async () => (await desk.ticket(number)).status === 'open');
    },
  },

  'follow-up': {
    'the customer is asked afterwards': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.update(number, { status: 'closed' });
      await desk.ran(recipe, number);

      expect(await desk.mails({ ticket: number })).toMatchObject([
        { to: [requester], subject: expect.stringContaining('Does it still work?') },
      ]);
    },
    'not when it was opened again': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await desk.update(number, { status: 'closed' });
      await desk.update(number, { status: 'open' });

      expect((await desk.ran(recipe, number)).outcome).toBe('opened-again');
      expect(await desk.mails({ ticket: number })).toEqual([]);
    },
  },

  'round-robin': {
    'what comes to a team goes to its next agent': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      const [team] = await query<{ id: string }>(
        desk.db,
        `SELECT id FROM teams WHERE name = 'Sales'`,
      );
      await desk.update(number, { teamId: team!.id });
      await desk.ran(recipe, number);

      expect((await desk.ticket(number)).assigneeId).toBe(desk.agentIds.sal);
      expect(await desk.told(number)).toEqual([
        { to: 'sal@example.com', text: 'It is your turn in Sales: The printer is on fire' },
      ]);
    },
  },

  'silent-assignee': {
    'the ticket goes to somebody else, and both are told': async (desk, recipe) => {
      const number = await desk.asks(recipe, { assigneeId: desk.agentIds.zoe });
      await desk.replies(number);
      await desk.ran(recipe, number);

      expect((await desk.ticket(number)).assigneeId).toBe(desk.agentIds.sam);
      expect(await desk.told(number)).toMatchObject([{ to: 'sam@example.com' }]);
      expect(await desk.mails({ ticket: number })).toMatchObject([
        { to: ['zoe@example.com'], text: expect.stringContaining('Sam Support has taken over') },
      ]);
    },
    'not from one who answers': async (desk, recipe) => {
      const number = await desk.asks(recipe, { assigneeId: desk.agentIds.zoe });
      await desk.replies(number);
      await desk.agentReplies(number);

      expect((await desk.ran(recipe, number)).outcome).toBe('in-time');
      expect((await desk.ticket(number)).assigneeId).toBe(desk.agentIds.zoe);
    },
  },

  'bug-report': {
    'the tracker gets the bug, and the ticket its number; what it refuses is done by hand': async (
      desk,
      recipe,
    ) => {
      const number = await desk.asks(recipe, { title: 'It crashes', priority: 'urgent' });
      await desk.tag(number, 'bug');
      await desk.ran(recipe, number);
      const refused = await desk.asks(recipe, { title: 'A secret crash' });
      await desk.tag(refused, 'bug');

      expect((await desk.ticket(number)).customFields).toEqual({ 'tracker-issue': 'LOOM-7' });
      const sent = desk.programs.requests.filter(({ body }) => body['title'] === 'It crashes');
      expect(sent.length).toBeGreaterThanOrEqual(1);
      expect(sent[0]!.body).toMatchObject({ severity: 1, labels: [recipe, 'bug'] });
      expect((await desk.ran(recipe, refused)).outcome).toBe('not-reported');
      expect(await desk.told(refused)).toMatchObject([{ to: 'sam@example.com' }]);
    },
  },

  'on-call': {
    'nobody reacts: the second line is called': async (desk, recipe) => {
      const number = await desk.asks(recipe, { title: 'All is down', tags: ['outage'] });
      await desk.ran(recipe, number);

      const texts = desk.programs.requests.map(({ path, body }) => `${path} ${body['text']}`);
      expect(texts).toContain('/pager/first-line All is down');
      expect(texts).toContain('/pager/second-line Nobody has reacted: All is down');
      expect((await desk.ticket(number)).escalation).toBe(2);
    },
    'who takes the ticket is on duty': async (desk, recipe) => {
      const number = await desk.asks(recipe, { title: 'Some is down', tags: ['outage'] });
      await desk.update(number, { assigneeId: desk.agentIds.sam });
      await desk.ran(recipe, number);

      expect(await desk.texts(number, 'note')).toEqual(['On duty: Sam Support']);
      expect(
        desk.programs.requests.filter(({ body }) => String(body['text']).includes('Some is down')),
      ).toMatchObject([{ path: '/pager/first-line' }]);
    },
  },

  'duplicate-guard': {
    'what comes twice within an hour names the other; what comes alone does not': async (
      desk,
      recipe,
    ) => {
      const from = 'twice@customer.example';
      const first = await desk.asks(recipe, { from, title: 'Where is it?' });
      const alone = await desk.ran(recipe, first);
      const second = await desk.asks(recipe, { from, title: 'Where is it???' });
      await desk.ran(recipe, second);

      expect(alone.outcome).toBe('only-one');
      expect((await desk.ticket(second)).tags).toContain('perhaps-duplicate');
      expect(await desk.texts(second, 'note')).toEqual([
        expect.stringContaining(`- ${first} Where is it? (open)`),
      ]);
    },
  },

  onboarding: {
    'each thing to do is a linked ticket of its team': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      await byHand(desk, recipe, number, {
        ...{ company: 'Loom Ltd', seats: 12, startsOn: '2026-12-14', training: true },
      });
      const run = await desk.ran(recipe, number);

      expect(run.inputs).toMatchObject({ plan: 'Business' });
      const { links } = await desk.ticket(number);
      const opened = await Promise.all(links.map((link) => desk.ticket(link.number)));
      expect(opened.map(({ title }) => title).sort()).toEqual([
        'Loom Ltd: import the data',
        'Loom Ltd: plan the training',
        'Loom Ltd: send the first invoice',
        'Loom Ltd: set up the account',
      ]);
      expect(await desk.texts(number, 'reply')).toEqual([
        expect.stringContaining('We are preparing Business with 12 seats for Loom Ltd; on'),
      ]);
      const numbers = opened.map((ticket) => ticket.number).sort((a, b) => a - b);
      expect(await desk.texts(number, 'note')).toEqual([
        `Opened for the onboarding: ${numbers.join(', ')}`,
      ]);
    },
  },

  'monitoring-alarm': {
    'the first alarm opens a ticket, the next is told on it, and no alarm does nothing': async (
      desk,
      recipe,
    ) => {
      const alarm = { host: 'loom7', check: 'Disk', text: 'Only 2 % left', severity: 'critical' };
      await byWebhook(desk, recipe, { ...alarm, state: 'alarm' });
      const first = await desk.ran(recipe);
      const [ticket] = await query<{ number: number }>(
        desk.db,
        `SELECT number FROM tickets WHERE title = 'Disk on loom7'`,
      );
      const again = await byWebhook(desk, recipe, { ...alarm, state: 'alarm' });
      const well = await byWebhook(desk, recipe, { ...alarm, state: 'well' });

      expect(first.took).toContain('open');
      expect(await desk.ticket(ticket!.number)).toMatchObject({ priority: 'urgent' });
      expect((await desk.ended(again)).outcome).toBe('known-already');
      expect(await desk.told(ticket!.number)).toMatchObject([
        { to: leadEmail, text: expect.stringContaining('Again: Disk on loom7.') },
      ]);
      expect((await desk.ended(well)).outcome).toBe('all-well');
    },
  },

  'failed-payment': {
    'a known customer gets a ticket, of another Billing is told': async (desk, recipe) => {
      const payment = { amount: 49.5, currency: 'eur', invoice: 'R-17' };
      const known = { customer: 'nora@other.example', ...payment };
      await desk.ended(await byWebhook(desk, recipe, known));
      const run = await byWebhook(desk, recipe, { customer: 'who@nowhere.example', ...payment });
      await desk.ended(run);

      const tickets = await query(
        desk.db,
        `SELECT description FROM tickets WHERE title = 'Payment of 49.50 EUR has failed'`,
      );
      expect(tickets).toEqual([
        { description: expect.stringContaining('Invoice R-17 of Nora North') },
      ]);
      expect(await desk.mails({ to: 'bea@example.com' })).toMatchObject([
        { subject: expect.stringContaining('who@nowhere.example') },
      ]);
    },
  },

  'send-voucher': {
    'a small voucher is sent at once, a large one after the lead has approved it': async (
      desk,
      recipe,
    ) => {
      const [small, large, refused] = await Promise.all([1, 2, 3].map(() => desk.asks(recipe)));
      const reason = 'the late parcel';
      await byHand(desk, recipe, small!, { amount: '10', reason });
      for (const number of [large!, refused!]) {
        await byHand(desk, recipe, number, { amount: '50', reason });
      }
      const asked = await desk.waits(recipe, large!);
      await desk.answers(asked, 'approve', 'Gladly', desk.leadId);
      for (const number of [small!, large!, refused!]) await desk.ran(recipe, number);

      expect((await desk.texts(small!, 'reply'))[0]).toContain(
        'sorry for the late parcel. With the code SORRY-42 your next order\ncosts 10 euros less.',
      );
      expect((await desk.texts(large!, 'reply'))[0]).toContain('costs 50 euros less');
      expect(await desk.texts(refused!, 'reply')).toEqual([]);
      expect(await desk.texts(refused!, 'note')).toEqual([
        'Nobody has approved the voucher in time.',
      ]);
    },
  },

  'by-language': {
    'German goes to those who speak it and is answered so; English to Support': async (
      desk,
      recipe,
    ) => {
      const german = await desk.asks(recipe, { text: 'Guten Tag, wo bleibt meine Rechnung?' });
      const french = await desk.asks(recipe, { text: 'Bonjour, je cherche ma facture.' });
      const english = await desk.asks(recipe, { text: 'Where is my invoice?' });
      for (const number of [german, french, english]) await desk.ran(recipe, number);

      const tags = await Promise.all(
        [german, french, english].map(async (number) => (await desk.ticket(number)).tags.at(-1)),
      );
      expect(tags).toEqual(['language-de', 'language-fr', 'language-en']);
      expect((await desk.texts(german, 'reply'))[0]).toContain('Wir antworten Ihnen auf Deutsch.');
      expect(await desk.texts(english, 'reply')).toEqual([]);
    },
  },

  'bad-rating': {
    'the lead gets a linked ticket with the words of who was not satisfied, once': async (
      desk,
      recipe,
    ) => {
      const number = await desk.asks(recipe, { assigneeId: desk.agentIds.sam });
      const comment = 'Nobody listened.';
      await desk.change(number, { type: 'rate', rating: 1, comment });
      await desk.ran(recipe, number);
      await desk.change(number, { type: 'rate', rating: 2, comment });
      await desk.settled();
      const good = await desk.asks(recipe);
      await desk.change(good, { type: 'rate', rating: 5, comment: null });
      await desk.settled();

      const { links } = await desk.ticket(number);
      expect(links).toHaveLength(1);
      const opened = await desk.ticket(links[0]!.number);
      expect(opened).toMatchObject({
        title: 'Rated 1 of 5: The printer is on fire',
        assigneeId: desk.leadId,
        description: expect.stringMatching(/help of Sam Support:\n\nNobody listened\./),
      });
      expect(await desk.runsOf(recipe, good)).toEqual([]);
    },
  },

  'snooze-ended': {
    'the assignee is told; a ticket without one gets one': async (desk, recipe) => {
      const number = await desk.asks(recipe);
      const until = new Date(Date.now() + 86_400_000).toISOString();
      await desk.change(number, { type: 'snooze', until });
      await desk.change(number, { type: 'wake' });
      await desk.ran(recipe, number);

      expect((await desk.ticket(number)).assigneeId).toBe(desk.agentIds.sam);
      expect(await desk.told(number)).toEqual([
        { to: 'sam@example.com', text: 'Back from snooze: The printer is on fire' },
      ]);
    },
  },

  'delivery-day': {
    'the ticket is away until its day, and then the customer is asked': async (desk, recipe) => {
      const [later, over] = await Promise.all([desk.asks(recipe), desk.asks(recipe)]);
      const dayIn = (days: number) =>
        new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
      await desk.update(later, { customFields: { 'delivery-date': dayIn(9) } });
      await desk.update(over, { customFields: { 'delivery-date': dayIn(-2) } });
      await desk.ran(recipe, over);
      await desk.waits(recipe, later);

      expect((await desk.ticket(later)).snoozedUntil).toBe(`${dayIn(9)}T00:00:00.000Z`);
      expect(await desk.texts(later, 'reply')).toEqual([]);
      expect((await desk.texts(over, 'reply'))[0]).toContain(`reached you on ${dayIn(-2)}`);
      expect((await desk.ticket(over)).status).toBe('waiting');
    },
  },

  'password-help': {
    'the macro answers and the ticket is resolved': async (desk, recipe) => {
      const number = await desk.asks(recipe, { title: 'Locked out, new password please' });
      await desk.ran(recipe, number);

      expect((await desk.texts(number, 'reply'))[0]).toContain('choose “Forgot password”');
      expect((await desk.ticket(number)).status).toBe('resolved');
    },
    'who writes again gets a person': async (desk, recipe) => {
      const number = await desk.asks(recipe, { title: 'My password' });
      await eventually(async () => (await desk.texts(number, 'reply')).length > 0);
      await desk.replies(number, 'That does not work.');
      await desk.ran(recipe, number);

      expect(await desk.ticket(number)).toMatchObject({ assigneeId: desk.agentIds.sam });
    },
  },

  quarantine: {
    'the admins are told': async (desk, recipe) => {
      const id = randomUUID();
      await storeInboundMail(desk.db, {
        ...{ id, via: 'smtp', fingerprint: null, formerFingerprints: [], rfcMessageId: null },
        ...{ headStartS: 0, envelope: { from: null, to: [] }, raw: Buffer.from('x') },
      });
      await finishInboundMail(desk.db, (await claimInboundMail(desk.db, id))!, {
        ...{ outcome: 'quarantined', reason: 'It fails DMARC.', ticket: null, messageId: null },
        ...{ fromAddress: 'eve@example.com', fromName: 'Eve', subject: 'Your Invoice' },
      });
      await desk.ran(recipe);

      expect(await desk.told(null)).toContainEqual({
        to: 'adi@example.com',
        text: 'Held back: Your Invoice, from eve@example.com. It fails DMARC.',
      });
    },
  },

  'chat-sales': {
    'Sales hears of who asks for a price, and of nobody else': async (desk, recipe) => {
      const start = (name: string | null, text: string) =>
        startConversation(desk.db, { tokenHash: randomBytes(32), name, email: null, text });
      await start('Ben', 'Where is my parcel?');
      await start(null, 'What is the price of ten seats?');
      await desk.ran(recipe);

      const told = (await desk.told(null)).filter(({ to }) => to === 'sal@example.com');
      expect(told).toEqual([
        {
          to: 'sal@example.com',
          text: 'A visitor asks in the chat: What is the price of ten seats?',
        },
      ]);
    },
  },
};

const cases = Object.entries(scenarios).flatMap(([recipe, facts]) =>
  Object.entries(facts).map(([fact, scenario]) => ({ recipe, fact, scenario })),
);

test.concurrent.each(cases)('$recipe: $fact', async ({ recipe, scenario }) => {
  await scenario(await aDesk(), recipe);
});

test('every recipe was run', async () => {
  const { db } = await aDesk();
  const rows = await query<{ slug: string }>(
    db,
    `SELECT DISTINCT f.slug FROM flow_runs r JOIN flows f ON f.id = r.flow_id`,
  );
  expect(rows.map(({ slug }) => slug).sort()).toEqual(recipes.map(({ slug }) => slug));
});

async function untouchedFor(desk: RecipeDesk, number: number, time: string): Promise<void> {
  await desk.settled();
  const sql = `UPDATE tickets SET updated_at = now() - $2::interval WHERE number = $1`;
  await query(desk.db, sql, [number, time]);
}

async function onSchedule({ db }: RecipeDesk, recipe: string): Promise<void> {
  const { id } = (await findPublishedFlow(db, recipe))!;
  await planScheduledRun(db, { flowId: id, number: 0, at: '2026-11-30T08:00:00.000Z' });
}

async function byWebhook(
  { db }: RecipeDesk,
  recipe: string,
  inputs: Record<string, unknown>,
): Promise<string> {
  const flow = (await findPublishedFlow(db, recipe))!;
  return runFlowByWebhook(db, flow, { webhookId: randomUUID(), inputs });
}

function byHand(
  { db }: RecipeDesk,
  flow: string,
  ticketNumber: number,
  inputs: Record<string, unknown>,
): Promise<string> {
  return inTransaction(db, (transaction) =>
    runFlowByHand(db, { flow, ticketNumber, inputs, by: ana }, transaction),
  );
}
