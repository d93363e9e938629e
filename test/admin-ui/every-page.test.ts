import { answerApproval } from '../../db/approval-store';
import { inTransaction } from '../../db/database';
import { anApproval } from '../support/an-approval';
import { eventually } from '../support/eventually';
import { aDesk, complaintsOf, openTicket, password, type AgentPage, type Desk } from './a-desk';
import { violationsOf } from './violations';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What is only on a phone has the colours of what is on a wide screen. */
const looks = [
  { width: 1440, colorScheme: 'light' },
  { width: 1440, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
] as const;

/** Every page with something on it, in both colour schemes, wide and narrow. */
describe('every page', () => {
  let agent: AgentPage;

  beforeAll(async () => {
    agent = await desk.agentPage();
    agent.page.setDefaultTimeout(15_000);
  });
  afterAll(() => agent.close());

  test('logging in', async () => {
    const context = await desk.browser.newContext({ baseURL: desk.url });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    await page.goto('/login');
    await page.getByLabel('E-mail').fill('nobody@desk.example');
    await page.getByLabel('Password', { exact: true }).fill('wrong password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').waitFor();

    expect(await faultsOf({ page })).toEqual([]);
    // The browser itself logs that nobody is signed in, and the refused password.
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
    await context.close();
  });

  test.each([
    ['the list', () => '/tickets', 'Checkout is down'],
    ['a search', () => '/search?q=team%20reads', 'Internal note by'],
    ['a list without tickets', () => '/tickets?q=zzzz', 'No tickets match'],
    ['a ticket', () => `/tickets/${desk.ticket}`, 'Only the team reads this'],
    ['a forward', () => `/tickets/${desk.forwarded}`, 'Forwarded to a-rather-long-name'],
    ['a merged ticket', () => `/tickets/${desk.merged}`, 'Unmerge'],
    ['a closed ticket', () => `/tickets/${desk.closed}`, 'Reopen the ticket'],
    ['the bin', () => '/bin', 'Thrown away'],
    ['a binned ticket', () => `/tickets/${desk.binned}`, 'In the bin since'],
    ['spam of a blocked domain', () => `/tickets/${desk.spam}`, 'stays blocked'],
    ['the Flows', () => '/flows', 'Urgent tickets get a note'],
    ['a Flow', () => '/flows/vip-note', 'Add a note'],
    ['the runs of a Flow', () => '/flows/vip-note?part=runs', 'Run all failed again'],
    ['why a Flow started', () => '/flows/vip-note?part=decisions', 'it changed from'],
    ['approvals', () => '/approvals', 'Whoever answers first decides'],
    ['an approval that ended', () => `/approvals/${desk.approval}`, 'Only up to 200'],
    ['a run', () => `/flow-runs/${desk.run}`, 'Completed'],
    ['outgoing mail', () => `/mail/${desk.mail}`, 'Reply as the customer'],
    ['incoming mail', () => '/incoming-mail', 'spam.example is blocked'],
    ['the Inbox', () => '/inbox', 'Bo Berg'],
    ['a conversation', () => `/inbox/${desk.conversation}`, 'Unverified address'],
    ['the people', () => '/people', 'bo@berg.example'],
    ['the companies', () => '/people?kind=company', 'Bright Foods'],
    ['a contact', () => `/people/contacts/${desk.contact}`, 'Bright Foods'],
    ['a lead', () => `/people/leads/${desk.lead}`, 'Convert to contact'],
    ['a company', () => `/people/accounts/${desk.account}`, 'Clara Contact'],
    ['teams', () => '/settings/teams', 'Add a team'],
    ['macros', () => '/settings/macros', 'Ask for the order number'],
    ['custom fields', () => '/settings/custom-fields', 'Add a field'],
    ['calendars', () => '/settings/calendars', 'Mon–Fri 09:00–17:00'],
    ['a new calendar', () => '/settings/calendars/new', 'Add a holiday'],
    ['sent mail', () => '/outgoing-mail', 'Reply'],
    ['the health of mail', () => '/mail-health', 'Sending works'],
    ['domains', () => '/settings/domains', 'Shows that the domain is yours'],
    ['mailboxes', () => '/settings/mailboxes', 'Sending works'],
    ['a new mailbox', () => '/settings/mailboxes/new', 'Colleagues may join'],
    ['mail templates', () => '/settings/mail-templates', 'Ticket assigned'],
    [
      'a mail template',
      () => '/settings/mail-templates/invitation',
      'Your account at the support desk',
    ],
    ['blocked senders', () => '/settings/blocked-senders', 'and everything below it'],
    ['connections', () => '/settings/connections', 'https://api.bright.example/v2'],
    ['notification settings', () => '/settings/notifications', 'A ticket is assigned to me'],
    ['agents', () => '/settings/agents', 'Invite an agent'],
    ['one’s own account', () => '/settings/account', 'This one'],
    ['a forgotten password', () => '/forgot-password', 'Send the link'],
    ['the reports', () => '/reports', 'Median first response'],
    ['nothing', () => '/no-such-page', 'There is nothing here'],
  ])('%s', async (_name, path, shows) => {
    await agent.page.goto(path());
    await agent.page.getByText(shows).first().waitFor();

    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);
  });

  test('the chat of a visitor, before and after its first message', async () => {
    const { page } = agent;
    await page.goto('/chat');
    await page.getByRole('button', { name: 'Start the chat' }).waitFor();
    expect(await faultsOf(agent)).toEqual([]);

    await agent.call('POST', '/api/v1/chat/conversation', { text: 'Is anybody there?' });
    await page.reload();
    await page.getByText('Is anybody there?').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);
  });

  test('a customer’s page of their own ticket, and a link that does not work', async () => {
    const { page } = agent;
    await page.goto(desk.customerLink);
    await page.getByText('We are looking into it').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);

    await page.goto('/t/nothing');
    await page.getByText('This link does not work').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    // The browser itself logs that there is nothing.
    expect(agent.complaints.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  test('forwarding a message', async () => {
    const { page } = agent;
    await page.goto(`/tickets/${desk.forwarded}`);
    await page
      .getByRole('log')
      .getByRole('button', { name: /^Actions for the message of/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Forward…' }).click();
    await page.getByRole('dialog').getByLabel('Your words').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(agent.complaints.splice(0)).toEqual([]);
  });

  test('marking a ticket as spam', async () => {
    const { page } = agent;
    await page.goto(`/tickets/${desk.ticket}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Mark as spam…' }).click();
    await page.getByRole('dialog').getByRole('checkbox').check();
    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);
  });

  test('the menus and dialogs of a ticket', async () => {
    const { page } = agent;
    await page.goto(`/tickets/${desk.ticket}`);
    await page.getByText('Only the team reads this').waitFor();

    await page.keyboard.press('s');
    await page.getByRole('menu').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Merge into another ticket…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /A small wish/ })
      .check();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('c');
    await page.getByRole('dialog').getByLabel('Customer').fill('ana');
    await page.getByRole('option', { name: 'Ana Lopez' }).waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);
  });

  test('writing a note, and a macro before and after it was chosen', async () => {
    const { page } = agent;
    await page.goto(`/tickets/${desk.ticket}`);
    await page.getByText('Only the team reads this').waitFor();

    await page.keyboard.press('n');
    await page.getByText('Nothing is mailed to the customer.').waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('m');
    await page.getByRole('option', { name: 'Ask for the order number' }).waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Leave out: set Waiting' }).waitFor();
    expect(await faultsOf(agent)).toEqual([]);
    expect(agent.complaints.splice(0)).toEqual([]);
  });
});

let desk: Desk & {
  ticket: number;
  closed: number;
  forwarded: number;
  merged: number;
  binned: number;
  spam: number;
  run: string;
  mail: string;
  conversation: string;
  approval: string;
  contact: string;
  lead: string;
  account: string;
  customerLink: string;
};

beforeAll(async () => {
  const bare = await aDesk();
  const agent = await bare.agentPage();
  const contact = await agent.call<{ id: string; account: { id: string } }>(
    'POST',
    '/api/v1/contacts',
    { name: 'Clara Contact', email: 'clara@bright.example', accountName: 'Bright Foods' },
  );
  await openTicket(agent, { title: 'A question', requester: { contactId: contact.id } });
  const flow = await agent.call<{ id: string }>('POST', '/api/v1/flows', {
    language: 1,
    flow: 'vip-note',
    title: 'Urgent tickets get a note',
    on: [{ event: 'ticket.priority_changed', when: { field: 'priority', changed_to: 'urgent' } }],
    steps: [{ id: 'tell', use: 'core.add-note@1', with: { text: 'Look at it now' } }],
  });
  await agent.call('POST', `/api/v1/flows/${flow.id}/publish`);
  const { number: ticket } = await openTicket(agent, {
    title: 'Checkout is down for all our stores since 09:40 this morning',
    tags: ['billing', 'a-rather-long-tag-that-somebody-made-up-in-a-hurry'],
  });
  await agent.call('POST', '/api/v1/macros', {
    name: 'Ask for the order number',
    shortcut: 'order',
    text: 'Hello {{requester.name}}, which order is it about?',
    changes: { status: 'waiting', addTags: ['orders'] },
    visibility: 'all',
  });
  await agent.call('POST', '/api/v1/domains', { name: 'desk.example' });
  await agent.call('POST', '/api/v1/connections', {
    name: 'shop-of-bright-foods',
    title: 'The shop of Bright Foods',
    baseUrl: 'https://api.bright.example/v2',
    kind: 'bearer',
    secret: 'a-secret',
  });
  await agent.call('POST', '/api/v1/blocked-senders', { pattern: 'spam.example' });
  await agent.call('POST', '/api/v1/outbox/new-mail', {
    from: 'win@mx.spam.example',
    subject: 'You have won',
    text: 'Really',
  });
  await openTicket(agent, { title: 'A small wish', priority: 'low' });
  const { number: forwarded } = await openTicket(agent, {
    title: 'Something else',
    priority: 'high',
  });
  const { number: closed } = await openTicket(agent, { title: 'Long ago' });
  await agent.call('PATCH', `/api/v1/tickets/${closed}`, { status: 'closed' });
  const { number: merged } = await openTicket(agent, { title: 'Written twice' });
  await agent.call('POST', `/api/v1/tickets/${merged}/merge`, { into: ticket });
  const { number: binned } = await openTicket(agent, { title: 'Thrown away' });
  await agent.call('PATCH', `/api/v1/tickets/${binned}`, { removed: 'bin' });
  const { number: spam } = await openTicket(agent, {
    title: 'A prize',
    requester: { email: 'win@spam.example' },
  });
  await agent.call('PATCH', `/api/v1/tickets/${spam}`, { removed: 'spam' });
  const say = (kind: string, text: string): Promise<unknown> =>
    agent.call('POST', `/api/v1/tickets/${ticket}/messages`, { kind, text });
  await say('note', 'Only the team reads this');
  await say('reply', 'We are looking into it.\n\n> It is down\n> for all stores');
  await agent.call('PATCH', `/api/v1/tickets/${ticket}`, { priority: 'urgent' });

  const run = await eventually(async () => {
    const { items } = await agent.call<{ items: { id: string; status: string }[] }>(
      'GET',
      `/api/v1/flow-runs?ticket=${ticket}`,
    );
    return items.find(({ status }) => status === 'completed')?.id;
  });
  const { id: mail, text } = await eventually(async () => {
    const { items } = await agent.call<{ items: { id: string; text: string }[] }>(
      'GET',
      '/api/v1/outbox',
    );
    return items[0];
  });
  const customerLink = /\/t\/[\w-]+/.exec(text)![0];
  const { items: said } = await agent.call<{ items: { id: string }[] }>(
    'GET',
    `/api/v1/tickets/${forwarded}/messages`,
  );
  await agent.call('POST', `/api/v1/tickets/${forwarded}/messages/${said[0]!.id}/forward`, {
    to: ['a-rather-long-name-of-somebody@carrier.example'],
    text: 'Is this yours?',
  });
  await agent.call('POST', '/api/v1/chat/conversation', {
    name: 'Bo Berg',
    email: 'bo@berg.example',
    text: 'My invoice of October is wrong, and nobody has answered my mails about it so far.',
  });
  const { items } = await agent.call<{ items: { id: string }[] }>('GET', '/api/v1/conversations');
  const conversation = items[0]!.id;
  const people = await agent.call<{ items: { id: string }[] }>('GET', '/api/v1/leads?q=berg');
  await agent.call('POST', `/api/v1/conversations/${conversation}/messages`, { text: 'Hello Bo' });
  const approval = await someApprovals(bare, agent, forwarded);
  await agent.close();
  desk = {
    ...bare,
    ticket,
    closed,
    forwarded,
    merged,
    binned,
    spam,
    run,
    mail,
    conversation,
    approval,
    customerLink,
    contact: contact.id,
    account: contact.account.id,
    lead: people.items[0]!.id,
  };
}, 120_000);
afterAll(() => desk.stop());

/** One that waits, about a ticket; answers one that has ended. */
async function someApprovals(
  { db }: Pick<Desk, 'db'>,
  admin: AgentPage,
  ticket: number,
): Promise<string> {
  const { agent: me } = await admin.call<{ agent: { id: string } }>('GET', '/api/v1/session');
  const body = { name: 'Olaf Otherwise-Engaged', email: 'olaf@desk.example', role: 'agent' };
  const other = await admin.call<{ id: string }>('POST', '/api/v1/agents', { ...body, password });
  const agentIds = [me.id, other.id];
  const until = new Date(Date.now() + 7_200_000).toISOString();
  await anApproval(db, { agentIds, ticket, until });
  const ended = await anApproval(db, { agentIds, needs: 'all' });
  const answer = { answer: 'reject', comment: 'Only up to 200 €, see the terms' } as const;
  await inTransaction(db, (transaction) =>
    answerApproval(db, ended.id, other.id, answer, transaction),
  );
  return ended.id;
}

/** The page's own script follows the scheme, a moment later; pages without one follow by their CSS. */
const drawnIn = (colorScheme: string): string =>
  `html:not([data-mantine-color-scheme]), html[data-mantine-color-scheme="${colorScheme}"]`;

const twoFrames =
  'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))';

/** Colours are on their way while a transition lasts; what turns for ever is not waited for. */
const settled = `Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < Infinity)
  .map((one) => one.finished))`;

/**
 * With reduced motion every element has the shortest of transitions, so that a new colour comes
 * down the tree by one level a frame, and no moment tells that it has arrived: here it comes at once.
 */
const withoutTransitions = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { transition: none !important; }');
  document.adoptedStyleSheets = [sheet];
}`;
const withTransitions = 'document.adoptedStyleSheets = []';

/**
 * What WCAG 2.2 AA finds wrong, and whether the page can be scrolled sideways: wide and narrow, and
 * of the dark scheme, which is the same page in other colours, its contrasts.
 */
async function faultsOf({ page }: Pick<AgentPage, 'page'>): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(settled);
  await page.evaluate(withoutTransitions);
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(drawnIn(colorScheme)).waitFor({ state: 'attached' });
    await page.evaluate(twoFrames);
    await page.evaluate(settled);
    const runOnly = colorScheme === 'dark' ? ['color-contrast'] : wcag;
    const violations = await violationsOf(page, { runOnly });
    const look = `${colorScheme}, ${width} pixels wide`;
    faults.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${look}: ${id}: ${node.target.join(' ')}: ${node.failureSummary}`),
      ),
    );
    if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) {
      faults.push(`${look}: the page can be scrolled sideways`);
    }
  }
  await page.setViewportSize({ width: looks[0].width, height: 900 });
  await page.evaluate(withTransitions);
  return faults;
}
